/** Tokens of programs: what each may do, until when, and when it was used last. */

import { call } from '../../frame/api.js'
import { useNow } from '../../frame/clock.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { say } from '../../frame/status.js'
import { html, useState } from '../../frame/ui.js'
import { listLine } from '../commands.js'
import { textOf, useSubmit } from '../../frame/use-submit.js'
import { ConfirmByName } from '../confirm-by-name.js'
import { Records } from '../records.js'
import { LifetimeChoice, readScopes, ScopeChoice, ScopeWords } from '../scope-choice.js'
import { ShownOnce } from '../shown-once.js'
import { useList } from './loaded.js'

/** @typedef {import('../../frame/server.js').Me} Me */
/** @typedef {import('../../../src/protocol/actor.ts').Permission} Permission */
/**
 * @typedef {{
 *   id: string,
 *   kind: 'personal' | 'tenant',
 *   name: string,
 *   scopes: readonly Permission[],
 *   createdBy: string,
 *   createdAt: number,
 *   expiresAt: number | null,
 *   usedAt: number | null,
 *   usedFrom: string | null,
 *   start: string,
 * }} Token
 */

/** @param {{ me: Me }} props */
export function TokensPart({ me }) {
  const { t, rich } = useWords()
  const tokens = useList('/v1/tokens', ({ tokens: list }) =>
    /** @type {Token[]} */ (list).filter(({ kind }) => kind === 'tenant'),
  )
  const [made, setMade] = useState(/** @type {{ name: string, secret: string } | null} */ (null))
  const [revoking, setRevoking] = useState(/** @type {Token | null} */ (null))
  const mayWrite = me.permissions.includes('tokens:write')

  /** @param {Token} token */
  async function revoke({ id, name }) {
    await call('DELETE', `/v1/tokens/${encodeURIComponent(id)}`)
    setRevoking(null)
    setMade(null)
    say(t('tokens.revoked', { name: withoutTricks(name) }))
    tokens.reload()
  }
  const lines = made && [
    { label: t('tokens.secret'), line: made.secret },
    { label: t('tokens.line'), line: listLine(location.origin) },
  ]
  return html`
    <section class="part" aria-labelledby="tokens-title">
      <h2 id="tokens-title">${t('tokens.title')}</h2>
      <p class="muted part-lead">${t('tokens.lead')} <a href="/account">${t('tokens.own')}</a></p>
      ${Boolean(tokens.error) && html`<${RefusalText} error=${tokens.error} />`}
      ${made
        ? html`<${ShownOnce} title=${t('tokens.made', { name: withoutTricks(made.name) })}
            lines=${lines} onDone=${() => setMade(null)} />`
        : mayWrite &&
          html`<${TokenForm} me=${me}
            onMade=${(/** @type {{ name: string, secret: string }} */ next) => {
              setMade(next)
              tokens.reload()
            }} />`}
      ${tokens.items?.length === 0 && html`<p class="muted">${t('tokens.none')}</p>`}
      ${tokens.items && tokens.items.length > 0 &&
      html`<${TokenList} tokens=${tokens.items} mayWrite=${mayWrite} onRevoke=${setRevoking} />`}
    </section>
    ${revoking &&
    html`<${ConfirmByName} name=${revoking.name} button=${t('tokens.revoke')}
      title=${rich('tokens.revoke.title', { name: html`<${Reported} text=${revoking.name} />` })}
      text=${t('tokens.revoke.text')} act=${() => revoke(revoking)}
      onClose=${() => setRevoking(null)} />`}
  `
}

/**
 * @param {{
 *   tokens: readonly Token[],
 *   mayWrite: boolean,
 *   onRevoke: (token: Token) => void,
 * }} props
 */
function TokenList({ tokens, mayWrite, onRevoke }) {
  const { t, ago, instant, since } = useWords()
  const now = useNow()
  const columns = [
    { key: 'name', label: t('tokens.name') },
    { key: 'scopes', label: t('tokens.scopes') },
    { key: 'used', label: t('tokens.used') },
    { key: 'ends', label: t('access.ends') },
    { key: 'by', label: t('access.by') },
    ...(mayWrite ? [{ key: 'actions', label: t('column.actions'), isLabelHidden: true }] : []),
  ]
  const rows = tokens.map((token) => ({
    id: token.id,
    isOver: token.expiresAt !== null && token.expiresAt <= now,
    cells: [
      html`
        <span class="record-main"><${Reported} text=${token.name} /></span>
        <code class="muted small">${token.start}…</code>
      `,
      html`<span class="small"><${ScopeWords} scopes=${token.scopes} /></span>`,
      token.usedAt === null
        ? html`<span class="muted">${t('people.never')}</span>`
        : html`<time title=${instant(token.usedAt)}>${since(token.usedAt, now)}</time>
            ${token.usedFrom &&
            html` <code class="muted small"><${Reported} text=${token.usedFrom} /></code>`}`,
      token.expiresAt === null
        ? html`<span class="muted">${t('token.forEver')}</span>`
        : html`<time title=${instant(token.expiresAt)}>${ago(token.expiresAt, now)}</time>`,
      html`<${Reported} text=${token.createdBy} />`,
      mayWrite &&
        html`<span class="record-actions">
          <button type="button" class="button is-small is-danger-quiet"
            aria-label=${t('tokens.revoke.name', { name: withoutTricks(token.name) })}
            onClick=${() => onRevoke(token)}>${t('tokens.revoke')}</button>
        </span>`,
    ],
  }))
  return html`<${Records} name=${t('tokens.title')} columns=${columns} rows=${rows} />`
}

/** @param {{ me: Me, onMade: (made: { name: string, secret: string }) => void }} props */
function TokenForm({ me, onMade }) {
  const { t } = useWords()
  const { error, isBusy, onSubmit } = useSubmit(async (fields) => {
    const body = { kind: 'tenant', name: textOf(fields, 'name').trim(), ...readScopes(fields) }
    const { token, secret } = await call('POST', '/v1/tokens', { body })
    onMade({ name: token.name, secret })
  })
  return html`
    <form class="line-form" onSubmit=${onSubmit} aria-label=${t('tokens.make')}>
      <label class="field is-wide">
        <span>${t('tokens.name')}</span>
        <input class="input" type="text" name="name" required maxlength="64"
          placeholder=${t('tokens.name.example')} autocomplete="off" />
      </label>
      <${LifetimeChoice} />
      <${ScopeChoice} permissions=${me.permissions}
        isChosen=${(/** @type {Permission} */ scope) => scope === 'hosts:read'} />
      <button type="submit" class="button is-primary" aria-disabled=${isBusy ? 'true' : undefined}>
        ${t('tokens.make')}
      </button>
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
    </form>
  `
}
