/** Reads are freed young: many of them cost no pass over the whole heap. */

import { constants, type NodeGCPerformanceDetail, PerformanceObserver } from 'node:perf_hooks'
import { expect, onTestFinished, test } from 'vitest'
import { createReadSweep } from '../../src/platform/garbage.ts'

const READ_BYTES = 64 * 1024
const GIB = 1024 * 1024 * 1024

test('a gigabyte of reads is freed by looking at young objects alone', async () => {
  const kinds: unknown[] = []
  const observer = new PerformanceObserver((list) => {
    for (const { detail } of list.getEntries() as Array<{ detail?: NodeGCPerformanceDetail }>) {
      kinds.push(detail?.kind)
    }
  })
  observer.observe({ entryTypes: ['gc'] })
  onTestFinished(() => observer.disconnect())
  const times = (kind: number): number => kinds.filter((one) => one === kind).length
  const sweep = createReadSweep()
  for (let bytes = 0; bytes < GIB; bytes += READ_BYTES) {
    Buffer.allocUnsafeSlow(READ_BYTES)
    sweep(READ_BYTES)
  }
  // Once for each 16 MiB; the observer may miss the first.
  await expect.poll(() => times(constants.NODE_PERFORMANCE_GC_MINOR)).toBeGreaterThan(60)
  // V8 by itself would have marked the heap for each 64 MiB.
  expect(times(constants.NODE_PERFORMANCE_GC_MAJOR)).toBeLessThan(4)
})
