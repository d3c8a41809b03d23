import type { Bridges } from '../shared/host.js'

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- merges with the DOM's own interface
  interface Window extends Bridges {}
}
