import type { Client } from 'cassandra-driver'

interface ControlConnection {
  _refresh(hosts?: unknown): Promise<void>
}

/** How long to wait after a refresh that failed in a way that the driver did not foresee, ms. */
const retryDelay = 1000

/**
 * Lets the driver look for a new control connection once at a time. By itself (4.10.0, its issue NODEJS-681) it begins
 * again for each thing that happens to the old one; the runs take the connection from each other, and the TypeError
 * that follows is nobody's, which ends a Node.js process.
 */
export function refreshOnceAtATime(client: Client): void {
  const { controlConnection: control } = client as unknown as { readonly controlConnection: ControlConnection }
  const refresh = control._refresh.bind(control)
  let running: Promise<void> | undefined
  control._refresh = (hosts) => {
    // With the hosts that are left, it is a part of the run that is under way.
    if (hosts !== undefined) return refresh(hosts)
    running ??= refresh()
      .catch(() => void setTimeout(() => void control._refresh(), retryDelay).unref())
      .finally(() => (running = undefined))
    return running
  }
}
