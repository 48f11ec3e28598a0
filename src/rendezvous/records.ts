/**
 * Sees to it that each session that ended is written down, also when the disk refuses for a while:
 * those wait in memory, a bounded number of them.
 */

import type { Log } from '../platform/log.ts'
import type { Scope } from '../protocol/actor.ts'
import type { Session } from '../protocol/session.ts'
import type { SessionStore } from './store.ts'

/** Records that wait for the disk; about 1 MiB. */
const MAX_WAITING = 1000

type Ended = Scope & { readonly session: Session }

/** Writes sessions that ended. */
export const createRecords = (store: Pick<SessionStore, 'record'>, log: Log) => {
  const waiting: Ended[] = []
  const underWay = new Set<Promise<void>>()
  let lost = 0
  let isFailing = false
  let isRetrying = false

  /** A disk that is full stays so for a while, and what is said of it would fill it further. */
  const failed = (err: unknown): void => {
    if (!isFailing) log.error({ err }, 'sessions are not recorded; it is tried again')
    isFailing = true
  }

  const keep = (ended: Ended): void => {
    if (waiting.length < MAX_WAITING) waiting.push(ended)
    else lost++
  }

  const write = async (ended: Ended): Promise<void> => {
    try {
      await store.record(ended, ended.session)
    } catch (err) {
      failed(err)
      keep(ended)
    }
  }

  /** Up to the first that is refused, which goes behind the others lest it keep them from the disk. */
  const rewrite = async (): Promise<void> => {
    isRetrying = true
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        waiting.push(next)
        await store.record(next, next.session)
        waiting.splice(waiting.lastIndexOf(next), 1)
      }
      log.info({ lost }, 'sessions are recorded again')
      isFailing = false
      lost = 0
    } catch (err) {
      failed(err)
    } finally {
      isRetrying = false
    }
  }

  const track = (work: Promise<void>): void => {
    const tracked: Promise<void> = work.finally(() => underWay.delete(tracked))
    underWay.add(tracked)
  }

  return {
    add: (ended: Ended): void => track(write(ended)),

    /** Tries once more what the disk refused. */
    retry(): void {
      if (waiting.length > 0 && !isRetrying) track(rewrite())
    },

    /** Resolves when nothing is on its way any more. */
    async settle(): Promise<void> {
      await Promise.all(underWay)
    },

    get waiting(): number {
      return waiting.length + underWay.size
    },
  }
}
