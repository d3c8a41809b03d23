import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ParameterValues } from '../../src/shared/parameters.js'
import { findBackends } from './backends.js'
import { type Certificates, makeCertificates } from './certificates.js'
import { ids } from './contract.js'
import { batch, failureOf, options, stored } from './faulty.js'
import { Proxy } from './proxy.js'

const { backends } = await findBackends()
let certificates: Certificates
beforeAll(async () => {
  certificates = await makeCertificates()
})
afterAll(() => rm(certificates.folder, { recursive: true }))

describe.each(backends)('TLS to $name', (backend) => {
  let proxy: Proxy
  const listen = async (asksForCertificate: boolean): Promise<void> => {
    const { server, authority } = certificates
    proxy = new Proxy(backend.address, {
      starts: backend.name,
      tls: {
        cert: readFileSync(server.cert),
        key: readFileSync(server.key),
        ca: readFileSync(authority.cert),
        requestCert: asksForCertificate,
        rejectUnauthorized: asksForCertificate
      }
    })
    await proxy.start()
  }
  const failure = async (config: ParameterValues): Promise<string | undefined> => {
    const store = backend.open(proxy.port, { ssl: true, ...config })
    const failed = await failureOf(store.test())
    await store.close()
    return failed?.code
  }

  beforeAll(async () => {
    const store = backend.open()
    await store.init()
    await store.close()
  })

  describe('that asks for no certificate', () => {
    beforeAll(() => listen(false))
    afterAll(() => proxy.stop())

    it('keeps and gives messages', async () => {
      const store = backend.open(proxy.port, { ssl: true, verify: true, cacertfile: certificates.authority.cert })
      const saved = batch(300)
      await store.save(saved, options)
      const found = await stored(store, saved)
      expect(ids(found)).toEqual(ids(saved))
      await store.remove(found)
      await store.close()
    })

    it('takes any certificate unless told to verify it', async () => {
      expect(await failure({})).toBeUndefined()
      expect(await failure({ cacertfile: certificates.stranger.cert })).toBeUndefined()
      expect(await failure({ verify: true, cacertfile: certificates.stranger.cert })).toBe('store_certificate')
      expect(await failure({ verify: true })).toBe('store_certificate')
    })

    it('sends the name that is asked for, which the certificate has to bear; of an address or where told not to, none', async () => {
      const verify = { verify: true, cacertfile: certificates.authority.cert }
      const named = (name: string): ParameterValues => ({ ...verify, server_name_indication: name })
      proxy.names.length = 0
      expect(await failure(verify)).toBeUndefined()
      expect(await failure(named('disable'))).toBeUndefined()
      expect(new Set(proxy.names)).toEqual(new Set([false]))
      proxy.names.length = 0
      expect(await failure(named('store.test'))).toBeUndefined()
      expect(new Set(proxy.names)).toEqual(new Set(['store.test']))
      expect(await failure(named('other.test'))).toBe('store_certificate')
    })

    it('names the file that cannot be read', () => {
      for (const parameter of ['cacertfile', 'certfile', 'keyfile']) {
        const open = () => backend.open(proxy.port, { ssl: true, [parameter]: '/does/not/exist.pem' })
        expect(open).toThrow(/store_certificate.*does\/not\/exist/)
      }
    })

    it.skipIf(process.platform === 'win32')('does not read what never ends', () => {
      expect(() => backend.open(proxy.port, { ssl: true, cacertfile: '/dev/zero' })).toThrow(/store_certificate/)
    })
  })

  it('shows its own certificate where it is asked for one', async () => {
    await listen(true)
    const { client, authority } = certificates
    const own = { certfile: client.cert, keyfile: client.key, verify: true, cacertfile: authority.cert }
    expect(await failure(own)).toBeUndefined()
    expect(await failure({})).toMatch(/^store_(certificate|unreachable)$/)
    await proxy.stop()
  })
})
