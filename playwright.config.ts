import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/setup/windowSetup.ts',
  outputDir: 'test-results/e2e',
  // One window at a time: each test has the whole app, and two windows would fight for the focus.
  workers: 1,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' }
})
