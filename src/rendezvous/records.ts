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
  let waiting: Ended[] = []
  const underWay = new Set<Promise<void>>()

  const write = async (ended: Ended): Promise<void> => {
    try {
      await store.record(ended, ended.session)
    } catch (err) {
      if (waiting.length < MAX_WAITING) waiting.push(ended)
      log.error({ err, id: ended.session.id }, 'a session was not recorded; it is tried again')
    }
  }

  const add = (ended: Ended): void => {
    const writing: Promise<void> = write(ended).finally(() => underWay.delete(writing))
    underWay.add(writing)
  }

  return {
    add,

    /** Tries once more what the disk refused. */
    retry(): void {
      const again = waiting
      waiting = []
      again.forEach(add)
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
