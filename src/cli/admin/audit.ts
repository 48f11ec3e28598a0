/** `isr admin audit`: who did what, and who was refused. */

import { systemClock } from '../../platform/clock.ts'
import { CommandError } from '../failure.ts'
import { printableLines, shownInstant, table } from '../terminal.ts'
import { answer, type Context, durationOf, note, nothingMore, say, type Verb } from './context.ts'

type Entry = {
  readonly at: number
  readonly count: number
  readonly actor: { readonly name: string; readonly kind: string }
  readonly address: string
  readonly action: string
  readonly object: { readonly kind: string; readonly id: string; readonly name: string }
  readonly outcome: string
  readonly reason: string | null
}

/** Flags that become filters of the request as they are. */
const FILTERS = ['action', 'actor', 'object', 'outcome', 'q'] as const

const OUTCOMES = ['allowed', 'refused']

const FORMATS = ['table', 'csv', 'jsonl']

export const audit: Verb = {
  flags: {
    action: 'value',
    actor: 'value',
    object: 'value',
    outcome: 'value',
    q: 'value',
    since: 'value',
    limit: 'value',
    format: 'value',
  },
  help: `isr admin audit - who did what, and who was refused

Usage:
  isr admin audit [--since 24h] [--action NAME] [--actor ID] [--object ID] [--outcome allowed|refused]
                  [--q TEXT] [--limit 100] [--format table|csv|jsonl]

csv and jsonl give every entry that matches, whatever --limit says.

Examples:
  isr admin audit --since 24h
  isr admin audit --action host.revoked --json
  isr admin audit --outcome refused --since 7d --format csv > refused.csv
`,
  async run(context) {
    nothingMore(context.rest, 0)
    const { format = 'table' } = context.values
    if (!FORMATS.includes(format)) {
      throw new CommandError(`--format is "${format}": choose ${FORMATS.join(', ')}.`, 2)
    }
    const query = filtersOf(context)
    if (format !== 'table') return exportAs(context, format, query)
    const { limit = '100' } = context.values
    if (!/^[1-9]\d{0,3}$/.test(limit)) throw new CommandError(`--limit is "${limit}": give a number.`, 2)
    query.set('limit', limit)
    const page = await context.api.get<{ entries: Entry[]; nextCursor: string | null }>(
      `/v1/audit?${query.toString()}`,
    )
    const headings = [
      say(context, 'WHEN', 'CUÁNDO'),
      say(context, 'WHO', 'QUIÉN'),
      say(context, 'FROM', 'DESDE'),
      say(context, 'DID', 'HIZO'),
      say(context, 'TO', 'A'),
      say(context, 'OUTCOME', 'RESULTADO'),
    ]
    answer(context, page, table(headings, page.entries.map(rowOf)))
    if (!context.isJson && page.nextCursor !== null) {
      note(say(context, 'There is more; see --limit and --format', 'Hay más; vea --limit y --format'))
    }
  },
}

const filtersOf = ({ values }: Context): URLSearchParams => {
  const { outcome } = values
  if (outcome !== undefined && !OUTCOMES.includes(outcome)) {
    throw new CommandError(`--outcome is "${outcome}": choose ${OUTCOMES.join(' or ')}.`, 2)
  }
  const query = new URLSearchParams()
  for (const name of FILTERS) {
    const value = values[name]
    if (value !== undefined) query.set(name, value)
  }
  const { since } = values
  if (since !== undefined) query.set('from', String(systemClock.now() - durationOf(since, 'since')))
  return query
}

const exportAs = async ({ api, isTerminal }: Context, format: string, query: URLSearchParams): Promise<void> => {
  query.set('format', format)
  for await (const text of api.read(`/v1/audit/export?${query.toString()}`)) {
    const isTaken = process.stdout.write(isTerminal ? printableLines(text) : text)
    if (!isTaken) await new Promise((done) => process.stdout.once('drain', done))
  }
}

const rowOf = ({ at, actor, address, action, object, outcome, reason, count }: Entry): string[] => [
  shownInstant(at),
  actor.name || actor.kind,
  address,
  action,
  object.name || object.id,
  `${outcome}${reason === null ? '' : `: ${reason}`}${count > 1 ? ` (${count}×)` : ''}`,
]
