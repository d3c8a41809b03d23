import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Measurement } from '../context.js'
import { alternate, figureOf } from '../figure.js'
import { emptyApp } from '../window/app.js'
import { makeHome } from '../window/home.js'
import type { Runtime } from '../window/windows.js'

const peerName = 'an empty Electron window'

/** For the page: when the button that publishes was drawn and could be pressed. */
const usable = `new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel()
  // A message sent in a frame comes after it was drawn.
  port1.onmessage = () => resolve(Date.now())
  const look = () => {
    const button = document.querySelector('[data-guide="publish"]')
    if (button === null || button.disabled) requestAnimationFrame(look)
    else requestAnimationFrame(() => port2.postMessage(''))
  }
  look()
})`

/** Row 10: from the start of the program to a window that can be used. */
export const start: Measurement = {
  rows: [10],
  async run({ options, windows, say, report }) {
    const name = 'from start to a usable window'
    const runtime = await windows.runtime()
    if ('reason' in runtime) {
      report({ row: 10, name, reason: runtime.reason })
      return
    }
    const homes: string[] = []
    const newHome = async (making: Promise<string>): Promise<string> => {
      const home = await making
      homes.push(home)
      return home
    }
    const empty = await newHome(mkdtemp(join(tmpdir(), 'inspector-bench-')))
    const peer = () => startTime(runtime, emptyApp(runtime), empty)
    const first = async () => startTime(runtime, runtime.project, await newHome(makeHome()), usable)
    try {
      say(name)
      const known = await newHome(makeHome())
      const again = () => startTime(runtime, runtime.project, known, usable)
      // The first start of each makes its files.
      await again()
      await peer()
      const unit = 'ms'
      const rounds = await alternate(options.rounds, again, peer)
      report(figureOf({ row: 10, name, unit, peerName, aim: { most: 1.5 }, rounds }))
      say('the same the first time, when the built-in database is made')
      const firstRounds = await alternate(Math.min(3, options.rounds), first, peer)
      report(figureOf({ row: 10, name: `${name}, the first time`, unit, peerName, rounds: firstRounds }))
    } finally {
      for (const home of homes) await rm(home, { recursive: true, force: true, maxRetries: 5 })
    }
  }
}

/** Resolves to ms when the app has ended. */
function startTime(runtime: Runtime, target: string, home: string, expression?: string): Promise<number> {
  const hook = join(runtime.project, 'bench', 'electron', 'started.cjs')
  const args = [...runtime.args, '-r', hook, `--user-data-dir=${home}`, target]
  return new Promise((resolve, reject) => {
    const began = Date.now()
    let started = Number.NaN
    const child = spawn(runtime.program, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...runtime.env, ...(expression === undefined ? {} : { BENCH_USABLE: expression }) }
    })
    createInterface(child.stdout).on('line', (line) => {
      const [word, at] = line.split(' ')
      if (word === 'started') started = Number(at) - began
    })
    child.once('error', reject)
    child.once('close', (code) => {
      if (Number.isNaN(started)) reject(new Error(`${target} ended with ${String(code)} before its window was there`))
      else resolve(started)
    })
  })
}
