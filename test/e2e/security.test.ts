import { expect } from '@playwright/test'
import { openInspector, ready, test } from './inspectorApp.js'

/** The walls around the page (docs/threat-model.md), tried from inside. */

test('the page gets its policy with each load, and nothing from elsewhere', async ({ home }) => {
  const { app, page, close } = await openInspector(home)
  await ready(page)
  const requested: string[] = []
  page.on('request', (request) => requested.push(request.url()))
  // The page itself may not fetch from its own scheme; the program may.
  const policies = await app.evaluate(({ net }) => {
    const load = () => net.fetch('inspector://window/index.html')
    return Promise.all(
      [load(), load()].map(async (answer) => (await answer).headers.get('content-security-policy') ?? '')
    )
  })
  const [first = '', second = ''] = policies
  expect(first).not.toBe(second)
  const directives = Object.fromEntries(
    first.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ')
      return [name, sources]
    })
  )
  expect(directives['default-src']).toEqual(["'none'"])
  expect(directives['script-src']).toEqual(["'self'", expect.stringMatching(/^'nonce-[A-Za-z0-9+/=]{20,}'$/)])
  for (const name of ['base-uri', 'form-action', 'frame-ancestors']) expect(directives[name], name).toEqual(["'none'"])
  expect(first).not.toMatch(/unsafe|https?:|\*/)
  await page.reload()
  await ready(page)
  expect(requested.length).toBeGreaterThan(3)
  expect(requested.filter((url) => !/^(inspector:\/\/window\/|data:image\/)/.test(url))).toEqual([])

  // What a message on a bad day might get into the page: none of it runs, none of it gets out.
  const outcome = await page.evaluate<Record<string, unknown>>(`(async () => {
    const broken = []
    document.addEventListener('securitypolicyviolation', (event) => broken.push(event.effectiveDirective))
    document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = true' }))
    document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.ran = true"><img src="https://example.org/a.png">')
    const fetched = await fetch('https://example.org/').then(() => true, () => false)
    await new Promise((resolve) => setTimeout(resolve, 200))
    // Only now: what a debugger itself runs is free of the policy for as long as it runs.
    const evaluated = (() => { try { return new Function('return 1')() } catch { return 'refused' } })()
    return { ran: window.ran, fetched, evaluated, broken: [...new Set(broken)].sort() }
  })()`)
  expect(outcome).toMatchObject({ fetched: false, evaluated: 'refused' })
  expect(outcome['ran']).toBeUndefined()
  expect(outcome['broken']).toEqual(
    expect.arrayContaining(['connect-src', 'img-src', 'script-src-attr', 'script-src-elem'])
  )

  // No file but those of the page.
  const outside = await app.evaluate(({ net }) => {
    const paths = ['../main/index.js', '%2e%2e/main/index.js', '..%2f..%2fpackage.json', '%2fetc%2fpasswd']
    return Promise.all(paths.map(async (path) => (await net.fetch(`inspector://window/${path}`)).status))
  })
  expect(outside).toEqual([404, 404, 404, 404])
  await close()
})

test('the page is a guest: no Node, no other windows, no permissions', async ({ inspector: { app, page } }) => {
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    return (contents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false
  })
  const seen = await page.evaluate<Record<string, unknown>>(`(async () => ({
    node: [typeof require, typeof process, typeof Buffer, typeof module],
    bridges: [Object.keys(window.inspector).sort(), Object.keys(window.host).sort()],
    opened: window.open('https://example.org') === null,
    notifications: await Notification.requestPermission(),
    camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'given', (error) => error.name),
    place: (await navigator.permissions.query({ name: 'geolocation' })).state
  }))()`)
  expect(seen).toEqual({
    node: ['undefined', 'undefined', 'undefined', 'undefined'],
    bridges: [
      ['call', 'onPush'],
      ['call', 'onEngineStatus', 'onFileOpened', 'onUpdate']
    ],
    opened: true,
    notifications: 'denied',
    camera: expect.stringMatching(/^Not(Allowed|Found)Error$/) as unknown,
    place: 'denied'
  })
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('only the contract is answered, and only to our own page', async ({ inspector: { app, page } }) => {
  const answers = await page.evaluate<{ ok: boolean; error?: { code: string } }[]>(`Promise.all([
    window.host.call('nothing.like.it'), window.host.call('__proto__'), window.host.call('clipboard.write', 5),
    window.host.call('file.save', { name: 'a', text: 'b', path: '/etc/passwd' })
  ])`)
  expect(answers.map(({ error }) => error?.code)).toEqual(Array(4).fill('call_invalid'))
  for (const name of ['nothing.like.it', 'constructor']) {
    await expect(page.evaluate(`window.inspector.call('${name}')`)).rejects.toThrow(/call_invalid/)
  }
  // A page from elsewhere that got hold of the same bridge is not answered.
  const refusals = await app.evaluate(async ({ app: electronApp, BrowserWindow }) => {
    const preload = `${electronApp.getAppPath()}/out/preload/index.cjs`
    const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
    await stranger.loadURL('data:text/html,<p>stranger</p>')
    const ask = `Promise.all([window.host.call('info'), window.inspector.call('snapshot')].map((call) =>
      call.then(() => 'answered', (error) => error.message)))`
    const said = (await stranger.webContents.executeJavaScript(ask)) as string[]
    stranger.destroy()
    return said
  })
  for (const refusal of refusals) expect(refusal).toContain('call_refused')
})
