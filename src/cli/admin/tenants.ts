/** `isr admin tenants`: for servers that hold the machines of several owners. */

import type { Api } from '../../client/api.ts'
import { CommandError } from '../failure.ts'
import { printable, shownInstant, table } from '../terminal.ts'
import { answer, nothingMore, required, say, type Verb } from './context.ts'

type Tenant = {
  readonly id: string
  readonly name: string
  readonly hosts: number
  readonly people: number
  readonly createdAt: number
}

const listTenants = async (api: Api): Promise<Tenant[]> =>
  (await api.get<{ tenants: Tenant[] }>('/v1/tenants')).tenants

/** The id of a tenant that is named by id or by name. Throws `CommandError`. */
export const tenantIdOf = async (api: Api, reference: string): Promise<string> => {
  if (/^tenant_[\w-]{1,57}$/.test(reference)) return reference
  const wanted = reference.trim().toLowerCase()
  const found = (await listTenants(api)).find(({ name }) => name.toLowerCase() === wanted)
  if (!found) throw new CommandError(`There is no tenant "${printable(reference)}". See: isr admin tenants`, 5)
  return found.id
}

export const tenants: Verb = {
  flags: {},
  help: `isr admin tenants - owners of hosts, people and tokens, apart from each other

Usage:
  isr admin tenants                   List them
  isr admin tenants make NAME
  isr admin tenants rename ID NAME

Examples:
  isr admin tenants make "Clínica Norte"
  isr admin hosts --tenant "Clínica Norte"
`,
  async run(context) {
    const { api } = context
    const [act, ...words] = context.rest
    if (act === undefined) {
      const all = await listTenants(api)
      const headings = [
        'ID',
        say(context, 'NAME', 'NOMBRE'),
        say(context, 'HOSTS', 'EQUIPOS'),
        say(context, 'PEOPLE', 'PERSONAS'),
        say(context, 'MADE', 'CREADO'),
      ]
      const rows = all.map(({ id, name, hosts, people, createdAt }) => [
        id,
        name,
        String(hosts),
        String(people),
        shownInstant(createdAt),
      ])
      return answer(context, { tenants: all }, table(headings, rows))
    }
    if (act === 'make') {
      nothingMore(words, 1)
      const name = required(words[0], 'tenants make NAME')
      const made = await api.post<Tenant>('/v1/tenants', { name })
      return answer(context, made, printable(`${made.id}  ${made.name}`))
    }
    if (act === 'rename') {
      nothingMore(words, 2)
      const id = await tenantIdOf(api, required(words[0], 'tenants rename ID NAME'))
      const name = required(words[1], 'tenants rename ID NAME')
      const renamed = await api.put<Tenant>(`/v1/tenants/${id}`, { name })
      return answer(context, renamed, printable(`${renamed.id}  ${renamed.name}`))
    }
    throw new CommandError('Say `isr admin tenants`, `tenants make NAME` or `tenants rename ID NAME`.', 2)
  },
}
