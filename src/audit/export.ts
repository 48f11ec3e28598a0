/**
 * The audit as a file, of any length: JSON lines, or CSV (RFC 4180) that a spreadsheet opens without
 * running anything. Names in it were chosen by strangers, and a cell that begins with `=` is code.
 */

import type { AuditRecord } from './entry.ts'

export const FORMATS = ['csv', 'jsonl'] as const

export type Format = (typeof FORMATS)[number]

/** Without it, spreadsheets read UTF-8 as something else. */
const BYTE_ORDER_MARK = '\ufeff'

const LINE_END = '\r\n'

const HEADER = [
  'id',
  'at',
  'until',
  'count',
  'actor_kind',
  'actor_id',
  'actor_name',
  'address',
  'action',
  'object_kind',
  'object_id',
  'object_name',
  'outcome',
  'reason',
  'before',
  'after',
]

/** What a spreadsheet takes for a formula, also where it trims what comes before (OWASP). */
const FORMULA = /^(?:[\t\r]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/

/**
 * Where the decimal sign is a comma, as in Spanish, spreadsheets cut lines at semicolons instead, and
 * do so inside of quotes that stand within what they take for a cell.
 */
const FORMULA_AFTER_CUT = /(?<!^)([;\t]["\s]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g

/** One cell: no formula, wherever a spreadsheet cuts it, quoted where needed. */
export const cell = (value: string): string => {
  const cut = value.replace(FORMULA_AFTER_CUT, "$1'")
  const safe = FORMULA.test(value) ? `'${cut}` : cut
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const toLine = (record: AuditRecord): string => {
  const { actor, object } = record
  return [
    record.id,
    new Date(record.at).toISOString(),
    new Date(record.untilAt).toISOString(),
    String(record.count),
    actor.kind,
    actor.id,
    actor.name,
    record.address,
    record.action,
    object.kind,
    object.id,
    object.name,
    record.outcome,
    record.reason ?? '',
    record.before ?? '',
    record.after ?? '',
  ]
    .map(cell)
    .join(',')
}

/** An entry as `/v1` shows it. */
export const toShown = (record: AuditRecord) => ({
  id: record.id,
  at: record.at,
  untilAt: record.untilAt,
  count: record.count,
  actor: record.actor,
  address: record.address,
  action: record.action,
  object: record.object,
  outcome: record.outcome,
  reason: record.reason,
  before: toFacts(record.before),
  after: toFacts(record.after),
})

const toFacts = (text: string | null): Record<string, unknown> | null =>
  text === null ? null : (JSON.parse(text) as Record<string, unknown>)

const LINES: Record<Format, { head: string; line: (record: AuditRecord) => string }> = {
  csv: { head: BYTE_ORDER_MARK + HEADER.join(',') + LINE_END, line: (record) => toLine(record) + LINE_END },
  jsonl: { head: '', line: (record) => `${JSON.stringify(toShown(record))}\n` },
}

/** The text of a file, a slice at a time. */
export async function* toText(
  format: Format,
  slices: AsyncIterable<AuditRecord[]>,
): AsyncGenerator<string, void, void> {
  const { head, line } = LINES[format]
  if (head) yield head
  for await (const slice of slices) if (slice.length > 0) yield slice.map(line).join('')
}

type Controller = ReadableStreamDefaultController<Uint8Array>

/** A stream that reads only as fast as it is read; `cut` ends it, `isOver` before its next slice. */
export const toStream = (
  text: AsyncGenerator<string, void, void>,
  isOver: () => boolean,
  onDone: () => void,
): { stream: ReadableStream<Uint8Array>; cut: () => void } => {
  const encoder = new TextEncoder()
  let cut = (): void => undefined
  const source = {
    start(controller: Controller) {
      cut = () => controller.error(new Error('the authority behind this export has ended'))
    },
    async pull(controller: Controller) {
      if (isOver()) {
        onDone()
        return cut()
      }
      const { done, value } = await text.next()
      if (!done) return controller.enqueue(encoder.encode(value))
      onDone()
      controller.close()
    },
    async cancel() {
      onDone()
      await text.return()
    },
  }
  // Nothing is read ahead: the export itself is the first entry, since it was recorded by then.
  const stream = new ReadableStream(source, { highWaterMark: 0 })
  return { stream, cut }
}
