import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { electronRuntime, sandboxArguments } from './electron/runtime.mjs'
import { project } from './project.mjs'

// Draws resources/icons/icon.svg in all sizes and forms that systems ask for. The results are kept in the repository:
// run this when the drawing has changed. Needs a display.

const folder = join(project, 'resources', 'icons')

/** Edges in pixels that Linux desktops look for. */
const linuxSizes = [16, 32, 48, 64, 128, 256, 512]

/** Edges in pixels in Windows' one file. */
const windowsSizes = [16, 24, 32, 48, 64, 128, 256]

/** The kinds of Apple's one file, with their edges in pixels; `@2x` of a size is a kind of its own. */
const appleKinds = /** @type {const} */ ([
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024]
])

/** Apple's icons stand in a margin: 824 of 1024 pixels are the shape. */
const appleShape = 824 / 1024

const home = await mkdtemp(join(tmpdir(), 'icons-'))
await writeFile(
  join(home, 'main.js'),
  `const { app, BrowserWindow } = require('electron')
app.whenReady().then(() => new BrowserWindow({ show: false }).loadURL('about:blank'))`
)
await writeFile(join(home, 'package.json'), JSON.stringify({ name: 'icons', main: 'main.js' }))
const electron = await _electron.launch({
  executablePath: await electronRuntime(),
  args: [...sandboxArguments(), '--disable-gpu', `--user-data-dir=${join(home, 'data')}`, home]
})
try {
  const page = await electron.firstWindow()
  const drawing = (await readFile(join(folder, 'icon.svg'))).toString('base64')
  /**
   * @param {number} size
   * @param {number} [shape] which part of the edge the drawing takes
   */
  const png = async (size, shape = 1) => {
    const url = await page.evaluate(
      `(async () => {
        const image = new Image()
        image.src = 'data:image/svg+xml;base64,${drawing}'
        await image.decode()
        const canvas = Object.assign(document.createElement('canvas'), { width: ${size}, height: ${size} })
        const edge = ${size * shape}, margin = (${size} - edge) / 2
        canvas.getContext('2d').drawImage(image, margin, margin, edge, edge)
        return canvas.toDataURL('image/png')
      })()`
    )
    return Buffer.from(String(url).split(',')[1] ?? '', 'base64')
  }
  await mkdir(join(folder, 'linux'), { recursive: true })
  for (const size of linuxSizes) await writeFile(join(folder, 'linux', `${size}x${size}.png`), await png(size))
  await writeFile(
    join(folder, 'icon.ico'),
    ico(await Promise.all(windowsSizes.map(async (size) => [size, await png(size)])))
  )
  await writeFile(
    join(folder, 'icon.icns'),
    icns(await Promise.all(appleKinds.map(async ([kind, size]) => [kind, await png(size, appleShape)])))
  )
} finally {
  await electron.close()
  await rm(home, { recursive: true, force: true })
}

/**
 * Windows' form: a directory of 16 bytes an image, then the images.
 * @param {readonly any[]} images
 */
function ico(images) {
  const head = Buffer.alloc(6 + 16 * images.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(images.length, 4)
  let offset = head.length
  for (const [index, [size, image]] of images.entries()) {
    const at = 6 + 16 * index
    // 256 is written as 0.
    head.writeUInt8(size % 256, at)
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(image.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += image.length
  }
  return Buffer.concat([head, ...images.map(([, image]) => image)])
}

/**
 * Apple's form: each image after its kind and length.
 * @param {readonly any[]} images
 */
function icns(images) {
  const parts = images.map(([kind, image]) => chunk(kind, image))
  return chunk('icns', Buffer.concat(parts))
}

/**
 * @param {string} kind
 * @param {Buffer} content
 */
function chunk(kind, content) {
  const head = Buffer.alloc(8)
  head.write(kind, 'latin1')
  head.writeUInt32BE(8 + content.length, 4)
  return Buffer.concat([head, content])
}
