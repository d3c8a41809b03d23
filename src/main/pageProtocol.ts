import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { protocol } from 'electron'

/**
 * The page is served from a scheme of its own instead of file://, so that it has an origin that can be checked, sees
 * no other file of the disk, and gets its Content-Security-Policy as a header.
 */
export const pageScheme = 'inspector'
export const pageOrigin = `${pageScheme}://window`

/** Stands in the built page (electron.vite.config.ts) where the nonce of each load goes. */
const noncePlaceholder = /__CSP_NONCE__/g

const typeByExtension: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2'
}

/**
 * Scripts come from our own files alone. Style elements need the nonce: Mantine writes its theme's variables into one,
 * CodeMirror its styles.
 * Style properties that React sets go through the DOM and need no permission.
 */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'"
  ].join('; ')
}

/** Before the app is ready. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, codeCache: true } }
  ])
}

/** After the app is ready. `folder`: where the built page lies. */
export function servePage(folder: string): void {
  protocol.handle(pageScheme, async (request) => {
    const { pathname } = new URL(request.url)
    const file = normalize(join(folder, decodeURIComponent(pathname === '/' ? '/index.html' : pathname)))
    if (!file.startsWith(folder + sep)) return new Response('not found', { status: 404 })
    const body = await readFile(file).catch(() => undefined)
    if (body === undefined) return new Response('not found', { status: 404 })
    const headers: Record<string, string> = {
      'content-type': typeByExtension[extname(file)] ?? 'application/octet-stream',
      'x-content-type-options': 'nosniff'
    }
    if (extname(file) !== '.html') return new Response(body, { headers })
    const nonce = randomBytes(16).toString('base64')
    headers['content-security-policy'] = policy(nonce)
    return new Response(body.toString('utf8').replace(noncePlaceholder, nonce), { headers })
  })
}
