/** `isr admin enrol`: a token with which a number of hosts get a credential of their own each. */

import type { Enrolment } from '../../protocol/api.ts'
import { CommandError } from '../failure.ts'
import { printable, shownInstant, table } from '../terminal.ts'
import { ownAddressHint } from './addresses.ts'
import { answer, answerSecret, type Context, durationOf, nothingMore, required, say, type Verb } from './context.ts'

export const enrol: Verb = {
  flags: { uses: 'value', expires: 'value', tags: 'value', name: 'value' },
  help: `isr admin enrol - let hosts in with a token that each presents once

Usage:
  isr admin enrol [--uses 1] [--expires 7d] [--tags LIST] [--name TEXT] [--tenant NAME|ID]
  isr admin enrol list
  isr admin enrol revoke ID

The token is shown this once. Where a program reads, it is all that is printed.

Examples:
  isr admin enrol --uses 30 --expires 7d --tags office
  (umask 077; isr admin enrol --uses 30 --tenant "Clínica Norte" > enrolment)
  isr host --server https://registry.example --service vnc=127.0.0.1:5900 --enrol-file enrolment
`,
  async run(context) {
    const { api } = context
    const [act, id] = context.rest
    if (act === undefined) return make(context)
    if (act === 'list') {
      nothingMore(context.rest, 1)
      return list(context)
    }
    if (act === 'revoke') {
      nothingMore(context.rest, 2)
      const wanted = required(id, 'enrol revoke ID')
      await api.delete(`/v1/enrolments/${encodeURIComponent(wanted)}`)
      const text = `${printable(wanted)} ${say(context, 'is revoked', 'queda revocada')}`
      return answer(context, { id: wanted, isRevoked: true }, text)
    }
    throw new CommandError('Say `isr admin enrol`, `enrol list` or `enrol revoke ID`.', 2)
  },
}

const make = async (context: Context): Promise<void> => {
  const { uses = '1', expires = '7d', tags = '', name = '' } = context.values
  if (!/^[1-9]\d{0,6}$/.test(uses)) throw new CommandError(`--uses is "${uses}": give a whole number.`, 2)
  const list = tags.split(',').map((tag) => tag.trim()).filter(Boolean)
  const made = await context.api.post<{ enrolment: Enrolment; secret: string }>('/v1/enrolments', {
    name: name || list.join(', ') || 'enrolment',
    uses: Number(uses),
    expiresInMs: durationOf(expires, 'expires'),
    tags: list,
  })
  const until = shownInstant(made.enrolment.expiresAt)
  const { server } = context.api
  answerSecret(context, made, made.secret, [
    say(
      context,
      `Lets in ${uses} hosts until ${until}; shown this once. Save it in a file on each host, then:`,
      `Admite ${uses} equipos hasta ${until}; solo se muestra ahora. Guárdela en un archivo en cada equipo y:`,
    ),
    `  isr host --server ${server} --service vnc=127.0.0.1:5900 --enrol-file FILE`,
    ...ownAddressHint(context),
  ])
}

const list = async (context: Context): Promise<void> => {
  const { enrolments } = await context.api.get<{ enrolments: Enrolment[] }>('/v1/enrolments')
  const headings = [
    'ID',
    say(context, 'NAME', 'NOMBRE'),
    say(context, 'LEFT', 'QUEDAN'),
    say(context, 'TAGS', 'ETIQUETAS'),
    say(context, 'ENDS', 'CADUCA'),
    say(context, 'REVOKED', 'REVOCADA'),
  ]
  const rows = enrolments.map(({ id, name, usesLeft, uses, tags, expiresAt, revokedAt }) => [
    id,
    name,
    `${usesLeft}/${uses}`,
    tags.join(','),
    shownInstant(expiresAt),
    shownInstant(revokedAt),
  ])
  answer(context, { enrolments }, table(headings, rows))
}
