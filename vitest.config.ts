import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores: more files at once only make each other late.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What is polled for comes at once, but not on a machine that is busy with something else.
    expect: { poll: { timeout: 10_000 } },
    reporters: ['default', './test/support/counts-reporter.ts'],
  },
})
