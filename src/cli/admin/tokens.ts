/** `isr admin tokens`: what programs present instead of a person. */

import { PERMISSION_NAMES } from '../../protocol/actor.ts'
import { CommandError } from '../failure.ts'
import { printable, shownInstant, table } from '../terminal.ts'
import { answer, answerSecret, type Context, durationOf, nothingMore, required, say, type Verb } from './context.ts'

type Token = {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly scopes: string[]
  readonly owner: { readonly name: string } | null
  readonly expiresAt: number | null
  readonly usedAt: number | null
  readonly usedFrom: string | null
  readonly start: string
}

export const tokens: Verb = {
  flags: { scopes: 'value', expires: 'value', 'for-tenant': 'switch' },
  help: `isr admin tokens - what programs present instead of a person

Usage:
  isr admin tokens
  isr admin tokens make NAME --scopes LIST [--expires 90d|never] [--for-tenant]
  isr admin tokens revoke ID

A personal token can do no more than its person can at the moment. With --for-tenant it belongs to
the tenant and outlasts whoever made it. Scopes: ${PERMISSION_NAMES.join(', ')}.
The token is shown this once. Where a program reads, it is all that is printed.

Examples:
  isr admin tokens make "nightly report" --scopes hosts:read --expires 90d
  isr admin tokens make monitoring --scopes server:read --for-tenant > token
  isr admin tokens revoke tok_V1StGXR8_Z5jdHi6B-myT
`,
  async run(context) {
    const [act, word] = context.rest
    nothingMore(context.rest, act === undefined ? 0 : 2)
    if (act === undefined) return listTokens(context)
    if (act === 'make') return makeToken(context, required(word, 'tokens make NAME --scopes LIST'))
    if (act === 'revoke') {
      const id = required(word, 'tokens revoke ID')
      await context.api.delete(`/v1/tokens/${encodeURIComponent(id)}`)
      const text = `${printable(id)} ${say(context, 'is revoked', 'queda revocado')}`
      return answer(context, { id, isRevoked: true }, text)
    }
    throw new CommandError('Say `isr admin tokens`, `tokens make NAME …` or `tokens revoke ID`.', 2)
  },
}

const listTokens = async (context: Context): Promise<void> => {
  const all = (await context.api.get<{ tokens: Token[] }>('/v1/tokens')).tokens
  const headings = [
    'ID',
    say(context, 'NAME', 'NOMBRE'),
    say(context, 'OF', 'DE'),
    say(context, 'STARTS', 'EMPIEZA'),
    say(context, 'SCOPES', 'PERMISOS'),
    say(context, 'ENDS', 'CADUCA'),
    say(context, 'LAST USE', 'ÚLTIMO USO'),
  ]
  const rows = all.map(({ id, name, owner, start, scopes, expiresAt, usedAt, usedFrom }) => [
    id,
    name,
    owner?.name ?? say(context, '(tenant)', '(inquilino)'),
    `${start}…`,
    scopes.join(','),
    shownInstant(expiresAt),
    usedAt === null ? '-' : `${shownInstant(usedAt)} ${usedFrom ?? ''}`,
  ])
  answer(context, { tokens: all }, table(headings, rows))
}

const makeToken = async (context: Context, name: string): Promise<void> => {
  const { scopes = '', expires } = context.values
  const wanted = scopes.split(',').map((scope) => scope.trim()).filter(Boolean)
  const wrong = wanted.find((scope) => !(PERMISSION_NAMES as readonly string[]).includes(scope))
  if (wanted.length === 0 || wrong !== undefined) {
    const what = wrong === undefined ? 'Say what it may do' : `"${printable(wrong)}" is no scope`
    throw new CommandError(`${what}: --scopes ${PERMISSION_NAMES.join(',')}`, 2)
  }
  const isForTenant = context.switches.has('for-tenant')
  if (!isForTenant) await refuseOwnerToken(context)
  const made = await context.api.post<{ token: Token; secret: string }>('/v1/tokens', {
    kind: isForTenant ? 'tenant' : 'personal',
    name,
    scopes: wanted,
    ...(expires === undefined
      ? {}
      : { expiresInMs: expires === 'never' ? null : durationOf(expires, 'expires') }),
  })
  const until = shownInstant(made.token.expiresAt)
  answerSecret(context, made, made.secret, [
    say(
      context,
      `${made.token.id}, until ${until}; shown this once. Programs take it from ISR_TOKEN:`,
      `${made.token.id}, hasta ${until}; solo se muestra ahora. Los programas lo toman de ISR_TOKEN:`,
    ).replace(made.token.id, printable(made.token.id)),
  ])
}

/** A personal token is somebody's; the owner token is nobody's. Throws `CommandError`. */
const refuseOwnerToken = async (context: Context): Promise<void> => {
  const { kind } = await context.api.get<{ kind: string }>('/v1/me')
  if (kind !== 'owner-token') return
  const text = say(
    context,
    'A personal token belongs to a person, and the owner token is in use here: run `isr login` and name ' +
      'the server with --server, or make a token of the tenant with --for-tenant.',
    'Un token personal es de una persona y aquí se usa el token del propietario: ejecute `isr login` e ' +
      'indique el servidor con --server, o cree un token del inquilino con --for-tenant.',
  )
  throw new CommandError(text, 4)
}
