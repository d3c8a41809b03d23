import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**'],
    globalSetup: ['test/setup/globalSetup.ts'],
    // Real servers, on machines of any speed: limits that catch what hangs, not what is slow.
    testTimeout: 60_000,
    // A first start may have to download and build a server.
    hookTimeout: 600_000,
    // All servers are stopped in order at the end.
    teardownTimeout: 60_000
  }
})
