import { describe, expect, it } from 'vitest'
import { whileBusy } from '../../src/platform/ticker.ts'
import { ManualTime } from '../support/manual-time.ts'

const PERIOD_MS = 1000

describe('a task that is repeated while there is something to do', () => {
  const start = () => {
    const time = new ManualTime()
    const state = { runs: 0, isBusy: true }
    const task = whileBusy(time, PERIOD_MS, () => {
      state.runs++
      return state.isBusy
    })
    return { time, state, task }
  }

  it('sleeps until it is started, and again when there is nothing left', () => {
    const { time, state, task } = start()
    time.advance(10 * PERIOD_MS)
    expect([state.runs, time.pending]).toEqual([0, 0])
    task.start()
    time.advance(3 * PERIOD_MS)
    state.isBusy = false
    time.advance(10 * PERIOD_MS)
    expect([state.runs, time.pending]).toEqual([4, 0])
  })

  it('runs once a period however often it is started, and can be started again', () => {
    const { time, state, task } = start()
    task.start()
    task.start()
    time.advance(PERIOD_MS)
    expect([state.runs, time.pending]).toEqual([1, 1])
    task.stop()
    time.advance(PERIOD_MS)
    expect(state.runs).toBe(1)
    task.start()
    time.advance(PERIOD_MS)
    expect(state.runs).toBe(2)
  })
})
