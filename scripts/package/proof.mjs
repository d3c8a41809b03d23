import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { chromium } from '@playwright/test'

// What a packaged program has to do wherever it was put: answer in a terminal, and play the cycle in its window. It is
// driven from outside, over Chromium's own protocol: the fuses stay as they are shipped.

/**
 * Where and as whom the program runs.
 * @typedef {object} Place
 * @property {readonly string[]} command the program, after what makes its surroundings (`chroot …`)
 * @property {string} folder a folder for files, as we see it
 * @property {string} inside the same as the program sees it
 * @property {number} owner whose the folder is, and who the program is: the number of a user
 * @property {NodeJS.ProcessEnv} environment
 */

/** Time in ms for anything to happen, on machines of any speed. */
const patience = 180_000

const resources = [{ id: 'postgresql', type: 'backend_pgsql', config: { server: 'embedded' } }]
const rules = [
  {
    id: 'offline',
    rawsql: `SELECT * FROM "t/#", "$events/session_subscribed", "$events/message_acked" WHERE topic =~ 't/#'`,
    actions: [{ name: 'offline_msg_to_pgsql', params: { $resource: 'postgresql' } }]
  }
]

/**
 * The commands, without a display, with their exit codes.
 * @param {Place} place
 * @param {string} version
 */
export async function proveCommands(place, version) {
  const run = (/** @type {string[]} */ ...args) => finish(start(place, args))
  const told = await run('--version')
  assert.deepEqual([told.code, told.output], [0, `${version}\n`], told.errors)

  const event = JSON.stringify({ topic: 't/1', payload: '{"msg":"hello"}' })
  const tested = await run('rule-test', '--sql', 'SELECT payload.msg as m FROM "t/#"', '--event', event)
  assert.deepEqual([tested.code, tested.output], [0, '{"match":true,"output":{"m":"hello"}}\n'], tested.errors)
  const broken = await run('rule-test', '--sql', 'SELECT FORM')
  assert.deepEqual([broken.code, broken.output], [1, ''])
  assert.equal((await run('rule-test')).code, 2)

  const played = await run('demo', '--json')
  assert.equal(played.code, 0, played.errors)
  const { ok, steps } = JSON.parse(played.output)
  assert.deepEqual([ok, steps.map((/** @type {any} */ { step }) => step)], [true, ['save', 'deliver', 'delete']])

  await proveServe(place)
}

/** @param {Place} place */
async function proveServe(place) {
  const config = { listeners: { tcp: { port: 0 }, ws: { port: 0 } }, dataDir: './data', resources, rules }
  await put(place, 'config.json', config)
  const serving = start(place, ['serve', '--config', join(place.inside, 'config.json')])
  const ended = finish(serving)
  const [line] = await Promise.race([
    once(serving.stdout, 'data'),
    ended.then((end) => Promise.reject(new Error(end.errors)))
  ])
  const { ready, tcp } = JSON.parse(String(line))
  assert.equal(ready, true)
  const socket = connect(Number(tcp.split(':').at(-1)), '127.0.0.1')
  await once(socket, 'connect')
  socket.destroy()
  serving.kill('SIGTERM')
  const { code, errors } = await ended
  assert.equal(code, 0, errors)
}

/**
 * The window: a message is saved, delivered and deleted before one's eyes.
 * @param {Place} place with a DISPLAY in its environment
 * @param {string} [picture] where a picture of the end goes
 */
export async function proveWindow(place, picture) {
  const subscribers = [{ id: 'subscriber-1', clientId: 'subscriber-1', topic: 't/1', qos: 1, clean: true }]
  // On ports that nobody else uses.
  const workspace = { version: 1, listeners: { tcp: { port: 0 } }, resources, rules, subscribers }
  await put(place, 'home/workspace/workspace.json', workspace)
  const flags = ['--disable-gpu', '--lang=en-US', '--remote-debugging-port=0']
  const program = start(place, [...flags, `--user-data-dir=${join(place.inside, 'home')}`])
  const ended = finish(program)
  try {
    const browser = await chromium.connectOverCDP(await debuggingUrl(program), { timeout: patience })
    const [page] = browser.contexts()[0]?.pages() ?? []
    assert.ok(page !== undefined, 'there is no page')
    page.setDefaultTimeout(patience)
    const text = (/** @type {string | RegExp} */ words) => page.getByText(words).first().waitFor()
    await text('Nothing is waiting')
    await page.getByRole('button', { name: /^Publish/ }).click()
    await text(/Acknowledged after/)
    const row = page.getByRole('grid', { name: 'Stored messages of postgresql' }).getByRole('row', { name: /t\/1/ })
    await row.first().waitFor()
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByRole('list', { name: 'Received by subscriber-1' }).getByRole('button').first().waitFor()
    await text('0 messages')
    await text('Nothing is waiting')
    await row.first().waitFor({ state: 'detached' })
    if (picture !== undefined) await page.screenshot({ path: picture })
    await browser.close()
  } finally {
    program.kill('SIGTERM')
  }
  const { code, errors } = await ended
  assert.equal(code, 0, errors)
}

/**
 * Writes a file that belongs to whoever the program is.
 * @param {Place} place
 * @param {string} name
 * @param {unknown} content
 */
async function put({ folder, owner }, name, content) {
  await mkdir(dirname(join(folder, name)), { recursive: true })
  await writeFile(join(folder, name), JSON.stringify(content))
  await promisify(execFile)('chown', ['-R', String(owner), folder])
}

/**
 * @param {Place} place
 * @param {readonly string[]} args
 */
function start({ command, environment }, args) {
  const [program = '', ...before] = command
  return spawn(program, [...before, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} child */
async function finish(child) {
  let output = ''
  let errors = ''
  child.stdout.on('data', (bytes) => (output += String(bytes)))
  child.stderr.on('data', (bytes) => (errors += String(bytes)))
  const timer = setTimeout(() => child.kill('SIGKILL'), 2 * patience)
  const [code] = await once(child, 'close')
  clearTimeout(timer)
  return { code: /** @type {number | null} */ (code), output, errors }
}

/** @param {ReturnType<typeof start>} program */
async function debuggingUrl(program) {
  let errors = ''
  program.stderr.on('data', (bytes) => (errors += String(bytes)))
  for (
    const end = Date.now() + patience;
    Date.now() < end && program.exitCode === null && program.signalCode === null;
    await delay(50)
  ) {
    const [, url] = /DevTools listening on (ws:\S+)/.exec(errors) ?? []
    if (url !== undefined) return url
  }
  throw new Error(`the window did not come up (${String(program.exitCode ?? program.signalCode)}): ${errors}`)
}
