/** `isr admin bans`: addresses that touched a honeypot. */

import type { Ban } from '../../protocol/api.ts'
import { CommandError } from '../failure.ts'
import { printable, shownInstant, table } from '../terminal.ts'
import { answer, nothingMore, required, say, type Verb } from './context.ts'

export const bans: Verb = {
  flags: {},
  help: `isr admin bans - addresses that touched a honeypot

Usage:
  isr admin bans                 List the bans that hold now
  isr admin bans lift ADDRESS    End one, and forgive its wrong guesses

Examples:
  isr admin bans lift 203.0.113.7
`,
  async run(context) {
    const { api } = context
    const [act, word] = context.rest
    if (act === undefined) {
      const all = (await api.get<{ bans: Ban[] }>('/v1/bans')).bans
      const headings = [
        say(context, 'ADDRESS', 'DIRECCIÓN'),
        say(context, 'ASKED FOR', 'PIDIÓ'),
        say(context, 'SINCE', 'DESDE'),
        say(context, 'UNTIL', 'HASTA'),
      ]
      const rows = all.map(({ address, code, createdAt, expiresAt }) => [
        address,
        code,
        shownInstant(createdAt),
        shownInstant(expiresAt),
      ])
      return answer(context, { bans: all }, table(headings, rows))
    }
    if (act !== 'lift') throw new CommandError('Say `isr admin bans` or `isr admin bans lift ADDRESS`.', 2)
    nothingMore(context.rest, 2)
    const address = required(word, 'bans lift ADDRESS')
    await api.delete(`/v1/bans/${encodeURIComponent(address)}`)
    const text = `${printable(address)} ${say(context, 'is no longer banned', 'ya no está bloqueada')}`
    return answer(context, { address, isLifted: true }, text)
  },
}
