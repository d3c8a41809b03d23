import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { publishFrame } from './frames.js'
import { RawClient, startBroker } from './harness.js'

/** In a process of its own, so that each side needs only its half of the file descriptors. */
const opener = `
const { connect } = require('node:net')
const [port, count] = process.argv.slice(1).map(Number)
let open = 0
let closed = 0
const openOne = () => {
  const socket = connect({ port, host: '127.0.0.1' }, () => {
    open += 1
    if (open === count) console.log('open')
    else if (open + 50 <= count) openOne()
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    closed += 1
    if (closed === count) console.log('closed')
  })
}
for (let index = 0; index < Math.min(50, count); index += 1) openOne()
`

/** How many descriptors a process may have here; 10,000 connections need some more. */
function descriptors(): number {
  const reported = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } }
  return Number(reported.userLimits?.open_files?.soft ?? 4096) || Infinity
}

const wanted = 10_000
const count = Math.min(wanted, descriptors() - 500)
const name = `${count} connections that send nothing${count < wanted ? ` (the system allows ${descriptors()} files)` : ''}`

it(`${name} cost a few kilobytes each, others are served, and all are closed in time`, async () => {
  const { broker, port, setLimits } = await startBroker(
    {},
    { limits: { connections: count + 10, connectTimeout: 600_000 } }
  )
  let child: ChildProcess | undefined
  try {
    const client = await RawClient.open(port, { clientId: 'served' })
    const before = process.memoryUsage().rss
    child = spawn(process.execPath, ['-e', opener, String(port), String(count)], {
      stdio: ['ignore', 'pipe', 'inherit']
    })
    const said = child.stdout
    if (said === null) throw new Error('no output')
    await once(said, 'data')
    const each = (process.memoryUsage().rss - before) / count
    for (let id = 1; id <= 20; id += 1) {
      client.sendBytes(publishFrame(2, 't', id))
      await client.next('puback')
    }
    expect(each).toBeLessThan(40_000)
    setLimits({ connectTimeout: 1000 })
    await once(said, 'data')
    await expect.poll(() => broker.state.exceeded.connectTimeout).toBe(count)
    client.close()
  } finally {
    child?.kill()
    await broker.stop()
  }
})
