/**
 * Several customers on one server. Until somebody asks for it, this is a quiet paragraph; nothing
 * else of the console speaks of it.
 */

import { call } from '../../frame/api.js'
import { useWords } from '../../frame/i18n.js'
import { reloadMe } from '../../frame/server.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { say } from '../../frame/status.js'
import { html, useState } from '../../frame/ui.js'
import { useSubmit } from '../../frame/use-submit.js'
import { Records } from '../records.js'
import { useList } from './loaded.js'

/** @typedef {import('../../frame/server.js').Me} Me */
/** @typedef {{ id: string, name: string, hosts: number, people: number, createdAt: number }} Tenant */
/** @typedef {{ currentTarget: HTMLInputElement }} Typed */

/** @param {{ me: Me }} props */
export function CustomersPart({ me }) {
  const { t } = useWords()
  const tenants = useList('/v1/tenants', ({ tenants: list }) => /** @type {Tenant[]} */ (list))
  const mayWrite = me.permissions.includes('server:write')
  const hasSeveral = (tenants.items?.length ?? 0) > 1

  function onMade() {
    tenants.reload()
    void reloadMe()
  }
  return html`
    <section class="part" aria-labelledby="customers-title">
      <h2 id="customers-title">${t('customers.title')}</h2>
      <p class="muted part-lead">${t('customers.lead')}</p>
      ${!hasSeveral && html`<p class="muted part-lead">${t('customers.alone')}</p>`}
      ${Boolean(tenants.error) && html`<${RefusalText} error=${tenants.error} />`}
      ${hasSeveral && tenants.items &&
      html`<${TenantList} tenants=${tenants.items} mayWrite=${mayWrite} onRenamed=${onMade} />`}
      ${mayWrite && html`<${TenantForm} isFirst=${!hasSeveral} onMade=${onMade} />`}
    </section>
  `
}

/**
 * @param {{ tenants: readonly Tenant[], mayWrite: boolean, onRenamed: () => void }} props
 */
function TenantList({ tenants, mayWrite, onRenamed }) {
  const { t, number, instant, moment } = useWords()
  const [renaming, setRenaming] = useState('')
  const columns = [
    { key: 'name', label: t('customers.name') },
    { key: 'hosts', label: t('nav.hosts') },
    { key: 'people', label: t('people.title') },
    { key: 'made', label: t('customers.since') },
    ...(mayWrite ? [{ key: 'actions', label: t('column.actions'), isLabelHidden: true }] : []),
  ]
  const rows = tenants.map((tenant) => ({
    id: tenant.id,
    cells: [
      renaming === tenant.id
        ? html`<${RenameForm} tenant=${tenant} onDone=${() => {
            setRenaming('')
            onRenamed()
          }} />`
        : html`<span class="record-main"><${Reported} text=${tenant.name} /></span>
            <code class="muted small">${tenant.id}</code>`,
      number(tenant.hosts),
      number(tenant.people),
      // The first one came with the server, before anybody counted time.
      tenant.createdAt > 0 &&
        html`<time title=${instant(tenant.createdAt)}>${moment(tenant.createdAt, Date.now())}</time>`,
      mayWrite &&
        html`<span class="record-actions">
          <button type="button" class="button is-small"
            aria-label=${t('customers.rename.name', { name: withoutTricks(tenant.name) })}
            onClick=${() => setRenaming(renaming === tenant.id ? '' : tenant.id)}>
            ${t(renaming === tenant.id ? 'action.cancel' : 'customers.rename')}
          </button>
        </span>`,
    ],
  }))
  return html`<${Records} name=${t('customers.title')} columns=${columns} rows=${rows} />`
}

/** @param {{ tenant: Tenant, onDone: () => void }} props */
function RenameForm({ tenant, onDone }) {
  const { t } = useWords()
  const [name, setName] = useState(tenant.name)
  const { error, onSubmit } = useSubmit(async () => {
    const path = `/v1/tenants/${encodeURIComponent(tenant.id)}`
    await call('PUT', path, { body: { name: name.trim() } })
    onDone()
  })
  return html`
    <form class="rename" onSubmit=${onSubmit}>
      <input class="input" type="text" required maxlength="64" value=${name} autofocus
        aria-label=${t('customers.name')}
        onInput=${(/** @type {Typed} */ event) => setName(event.currentTarget.value)} />
      <button type="submit" class="button is-small">${t('customers.save')}</button>
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
    </form>
  `
}

/** @param {{ isFirst: boolean, onMade: () => void }} props */
function TenantForm({ isFirst, onMade }) {
  const { t } = useWords()
  const [name, setName] = useState('')
  const { error, isBusy, onSubmit } = useSubmit(async () => {
    const made = await call('POST', '/v1/tenants', { body: { name: name.trim() } })
    say(t('customers.made', { name: withoutTricks(made.name ?? name) }))
    setName('')
    onMade()
  })
  return html`
    <form class="line-form" onSubmit=${onSubmit} aria-label=${t('customers.make')}>
      <label class="field is-wide">
        <span>${t('customers.name')}</span>
        <input class="input" type="text" name="tenant-name" required maxlength="64" value=${name}
          autocomplete="off"
          onInput=${(/** @type {Typed} */ event) => setName(event.currentTarget.value)} />
      </label>
      <button type="submit" class=${isFirst ? 'button' : 'button is-primary'}
        aria-disabled=${isBusy ? 'true' : undefined}>
        ${t(isFirst ? 'customers.first' : 'customers.make')}
      </button>
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
    </form>
  `
}
