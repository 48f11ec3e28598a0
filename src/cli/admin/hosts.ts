/** `isr admin hosts` and `isr admin host`: see the hosts, and decide about one of them. */

import type { Host } from '../../protocol/api.ts'
import { canonicalCode } from '../../protocol/code.ts'
import { CommandError } from '../failure.ts'
import { askLine, canAsk, printable, shownInstant, table } from '../terminal.ts'
import { answer, type Context, note, nothingMore, required, say, type Verb } from './context.ts'
import { tenantIdOf } from './tenants.ts'

type Page = { readonly hosts: Host[]; readonly total: number; readonly nextCursor: string | null }

/** Hosts on one page; the server gives no more at once. */
const PAGE = 1000

export const hosts: Verb = {
  flags: { q: 'value', limit: 'value' },
  help: `isr admin hosts - list the hosts, newest register first

Usage:
  isr admin hosts [--q TEXT] [--limit 1000]

Examples:
  isr admin hosts
  isr admin hosts --q reception
  isr admin hosts --json | jq -r '.hosts[].code'
`,
  async run(context) {
    nothingMore(context.rest, 0)
    const { q = '', limit = String(PAGE) } = context.values
    if (!/^[1-9]\d{0,3}$/.test(limit) || Number(limit) > PAGE) {
      throw new CommandError(`--limit is "${limit}": give a number from 1 to ${PAGE}.`, 2)
    }
    const { api } = context
    const page = await api.get<Page>(`/v1/hosts?${new URLSearchParams({ q, limit }).toString()}`)
    const headings = [
      say(context, 'CODE', 'CÓDIGO'),
      say(context, 'NAME', 'NOMBRE'),
      say(context, 'ADDRESS', 'DIRECCIÓN'),
      say(context, 'OWNER', 'DUEÑO'),
      say(context, 'STATE', 'ESTADO'),
      say(context, 'TAGS', 'ETIQUETAS'),
      say(context, 'LAST REGISTER', 'ÚLTIMO REGISTRO'),
    ]
    answer(context, page, table(headings, page.hosts.map(rowOf)))
    if (!context.isJson && page.total > page.hosts.length) {
      const counts = [page.hosts.length, page.total] as const
      note(say(context, `${counts[0]} of ${counts[1]}; narrow it with --q`, `${counts[0]} de ${counts[1]}; acote con --q`))
    }
  },
}

const rowOf = (host: Host): string[] => [
  host.code,
  host.name,
  `${host.address}:${host.port}`,
  host.ownership,
  host.clonedAt === null ? host.state : `${host.state}, cloned`,
  host.tags.join(','),
  shownInstant(host.updatedAt),
]

type Act = {
  /** The code must be typed, or `--yes` given. */
  readonly isDestructive: boolean
  /** Throws `CommandError` for what is missing, before anybody is asked anything. */
  readonly check?: (context: Context) => void
  readonly run: (context: Context, host: Host) => Promise<Host | undefined>
  readonly done: readonly [en: string, es: string] | ((context: Context, host?: Host) => string)
}

const post = (verb: string) => ({ api }: Context, { id }: Host): Promise<Host> =>
  api.post<Host>(`/v1/hosts/${id}/${verb}`)

const listOf = (text = ''): string[] => text.split(',').map((tag) => tag.trim()).filter(Boolean)

const ACTS: Record<string, Act> = {
  tag: {
    isDestructive: false,
    check({ values: { tags, add, remove } }) {
      if (tags === undefined ? add !== undefined || remove !== undefined : add === undefined && remove === undefined) return
      throw new CommandError('Say which: --tags LIST for all of them, or --add LIST and --remove LIST.', 2)
    },
    run({ api, values: { tags, add, remove } }, { id, tags: before }) {
      const removed = new Set(listOf(remove))
      const rest = before.filter((tag) => !removed.has(tag))
      const wanted = tags === undefined ? [...new Set([...rest, ...listOf(add)])] : listOf(tags)
      return api.put<Host>(`/v1/hosts/${id}/tags`, { tags: wanted })
    },
    done: (context, after) => taggedWords(context, after?.tags ?? []),
  },
  lock: { isDestructive: false, run: post('lock'), done: ['is locked to its address', 'queda fijado a su dirección'] },
  unlock: { isDestructive: false, run: post('unlock'), done: ['is unlocked', 'ya no está fijado'] },
  release: {
    isDestructive: true,
    run: post('release'),
    done: ['belongs to nobody: the next host that claims it has it', 'no es de nadie: será del próximo equipo que lo reclame'],
  },
  revoke: {
    isDestructive: true,
    run: post('revoke'),
    done: ['is revoked: nobody can register it', 'queda revocado: nadie puede registrarlo'],
  },
  delete: {
    isDestructive: true,
    run: async ({ api }, { id }) => {
      await api.delete(`/v1/hosts/${id}`)
      return undefined
    },
    done: ['is deleted; it may register again', 'queda eliminado; puede volver a registrarse'],
  },
  transfer: {
    isDestructive: true,
    check({ values: { to, key } }) {
      if (to !== undefined || key !== undefined) return
      throw new CommandError('Say to whom: --to TENANT, or --key KEY (the new host’s public key).', 2)
    },
    async run(context, { id }) {
      const { to, key } = context.values
      const tenantId = to === undefined ? undefined : await tenantIdOf(context.api, to)
      return context.api.post<Host>(`/v1/hosts/${id}/transfer`, { tenantId, key })
    },
    done: ['is transferred', 'queda transferido'],
  },
}

export const host: Verb = {
  flags: { to: 'value', key: 'value', tags: 'value', add: 'value', remove: 'value', yes: 'switch' },
  help: `isr admin host - decide about one host, named by its code or id

Usage:
  isr admin host lock CODE                Keep its address as it is, whoever registers
  isr admin host unlock CODE              Let it change again
  isr admin host tag CODE --tags LIST | --add LIST --remove LIST
  isr admin host release CODE             Forget its owner; the next claimer has it
  isr admin host transfer CODE --to TENANT | --key KEY
  isr admin host revoke CODE              It may never come back
  isr admin host delete CODE              It may come back

KEY is the new machine's public key, base64url; docs/hosts.md says how to read it from its key file.
The last four want the code typed again, or --yes where nobody can be asked.

Examples:
  isr admin host lock ISR-12345678
  isr admin host tag ISR-12345678 --add office,desk --remove moved
  isr admin host revoke "isr 1234 5678" --yes
  isr admin host transfer ISR-12345678 --to "Clínica Norte"
`,
  async run(context) {
    const [name = '', reference] = context.rest
    const act = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined
    if (!act) {
      throw new CommandError(`Say what to do: isr admin host ${Object.keys(ACTS).join('|')} CODE`, 2)
    }
    nothingMore(context.rest, 2)
    act.check?.(context)
    const found = await findHost(context, required(reference, `host ${name} CODE`))
    if (act.isDestructive) await confirm(context, name, found)
    const after = await act.run(context, found)
    const words = typeof act.done === 'function' ? act.done(context, after) : say(context, ...act.done)
    const text = `${printable(found.code)} ${words}`
    answer(context, after ?? { id: found.id, code: found.code, isDeleted: true }, text)
  },
}

const taggedWords = (context: Context, tags: readonly string[]): string => {
  if (tags.length === 0) return say(context, 'has no tags now', 'ya no tiene etiquetas')
  const list = tags.map(printable).join(', ')
  return say(context, `has these tags now: ${list}`, `tiene ahora estas etiquetas: ${list}`)
}

/** Finds a host by its id or by exactly its code. Throws `CommandError`. */
const findHost = async (context: Context, reference: string): Promise<Host> => {
  const { api } = context
  if (/^host_[\w-]{1,59}$/.test(reference)) return api.get<Host>(`/v1/hosts/${reference}`)
  const code = canonicalCode(reference)
  let cursor: string | null = ''
  while (cursor !== null) {
    const query: Record<string, string> = { q: code, limit: String(PAGE), ...(cursor ? { cursor } : {}) }
    const page: Page = await api.get<Page>(`/v1/hosts?${new URLSearchParams(query).toString()}`)
    const found = page.hosts.find((candidate) => candidate.code === code)
    if (found) return found
    cursor = page.nextCursor
  }
  const shown = printable(code)
  throw new CommandError(say(context, `There is no host ${shown} here.`, `No hay ningún equipo ${shown} aquí.`), 5)
}

const confirm = async (context: Context, verb: string, { code, name }: Host): Promise<void> => {
  if (context.switches.has('yes')) return
  const shown = printable(code)
  if (!canAsk()) {
    throw new CommandError(
      say(context, `\`${verb}\` cannot be undone: add --yes if ${shown} is the one.`, `\`${verb}\` no se puede deshacer: añada --yes si es ${shown}.`),
      2,
    )
  }
  const question = say(
    context,
    `${verb} ${shown} (${printable(name)}): type the code to go on: `,
    `${verb} ${shown} (${printable(name)}): escriba el código para seguir: `,
  )
  if (canonicalCode(await askLine(question)) === code) return
  throw new CommandError(say(context, 'That is not its code; nothing was changed.', 'Ese no es su código; no se cambió nada.'))
}
