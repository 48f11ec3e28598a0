/** Personal tokens: what programs act with in the name of the person. */

import { call, sentenceFor } from '../../frame/api.js'
import { useNow } from '../../frame/clock.js'
import { Dialog } from '../../frame/dialog.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { Refused } from '../../frame/api.js'
import { say } from '../../frame/status.js'
import { html, useState } from '../../frame/ui.js'
import { textOf, useSubmit } from '../../frame/use-submit.js'
import { useList } from '../../frame/use-list.js'
import { Field } from '../fields.js'
import { Records } from '../records.js'
import { LifetimeChoice, readScopes, ScopeChoice, ScopeWords } from '../scope-choice.js'
import { ShownOnce } from '../shown-once.js'

/** @typedef {import('../../frame/server.js').Me} Me */
/** @typedef {import('../../frame/server.js').Permission} Permission */
/**
 * @typedef {{
 *   id: string,
 *   kind: 'personal' | 'tenant',
 *   name: string,
 *   scopes: readonly Permission[],
 *   owner: { id: string, name: string } | null,
 *   createdAt: number,
 *   expiresAt: number | null,
 *   usedAt: number | null,
 *   usedFrom: string | null,
 *   start: string,
 * }} Token
 */

/** @param {{ who: Me, onMade: (made: { token: Token, secret: string }) => void, onClose: () => void }} props */
function MakeToken({ who, onMade, onClose }) {
  const { t } = useWords()
  const { error, isBusy, onSubmit } = useSubmit(async (fields) => {
    const { scopes, expiresInMs } = readScopes(fields)
    if (scopes.length === 0) throw new Refused('no_scopes')
    const name = textOf(fields, 'name').trim()
    const body = { kind: 'personal', name, scopes, expiresInMs }
    onMade(await call('POST', '/v1/tokens', { body }))
  })
  return html`
    <${Dialog} title=${t('account.tokens.make')} onClose=${onClose}>
      <form class="stack" onSubmit=${onSubmit}>
        <${Field} name="name" label=${t('account.tokens.name')} autocomplete="off" maxlength=${100}
          hint=${t('account.tokens.name.hint')} hasFocus />
        <${ScopeChoice} permissions=${who.permissions} />
        <${LifetimeChoice} isForEverOffered />
        ${Boolean(error) && html`<${RefusalText} error=${error} />`}
        <div class="dialog-actions">
          <button type="button" class="button" onClick=${onClose}>${t('action.cancel')}</button>
          <button type="submit" class="button is-primary"
            aria-disabled=${isBusy ? 'true' : undefined}>${t('account.tokens.make')}</button>
        </div>
      </form>
    <//>
  `
}

/** The personal tokens of the person in this tenant. @param {{ who: Me }} props */
export function Tokens({ who }) {
  const words = useWords()
  const { t, ago, instant, since } = words
  const now = useNow()
  const { found, error, reload } = useList('/v1/tokens')
  const [isMaking, setMaking] = useState(false)
  const [made, setMade] = useState(/** @type {{ token: Token, secret: string } | null} */ (null))

  /** @param {Token} token */
  async function revoke({ id, name }) {
    try {
      await call('DELETE', `/v1/tokens/${encodeURIComponent(id)}`)
      say(t('account.tokens.revoked', { name: withoutTricks(name) }))
      if (made?.token.id === id) setMade(null)
    } catch (refused) {
      say(sentenceFor(words, refused))
    }
    reload()
  }
  /** @param {{ token: Token, secret: string }} answer */
  function onMade(answer) {
    setMaking(false)
    setMade(answer)
    reload()
  }
  /** @type {Token[]} */
  const tokens = (found?.tokens ?? []).filter(
    (/** @type {Token} */ { kind, owner }) => kind === 'personal' && owner?.id === who.person?.id,
  )
  const columns = [
    { key: 'name', label: t('account.tokens.name') },
    { key: 'scopes', label: t('account.tokens.scopes') },
    { key: 'used', label: t('account.tokens.used') },
    { key: 'expires', label: t('account.tokens.expires') },
    { key: 'action', label: t('account.action'), isLabelHidden: true },
  ]
  const rows = tokens.map((token) => ({
    id: token.id,
    isNew: made?.token.id === token.id,
    isOver: token.expiresAt !== null && token.expiresAt <= now,
    cells: [
      html`<${Reported} text=${token.name} /> <code class="muted small">${token.start}…</code>`,
      html`<${ScopeWords} scopes=${token.scopes} />`,
      token.usedAt === null
        ? t('account.tokens.never')
        : html`<span title=${instant(token.usedAt)}>${since(token.usedAt, now)}</span>
            ${token.usedFrom && html` <code class="muted small">${token.usedFrom}</code>`}`,
      token.expiresAt === null
        ? t('token.forEver')
        : html`<span title=${instant(token.expiresAt)}>${ago(token.expiresAt, now)}</span>`,
      html`
        <button type="button" class="button is-small is-danger-quiet" onClick=${() => revoke(token)}
          aria-label=${t('account.tokens.revoke.name', { name: withoutTricks(token.name) })}>
          ${t('account.tokens.revoke')}
        </button>
      `,
    ],
  }))
  const line = made?.secret ?? ''
  return html`
    <section class="account-part" aria-labelledby="tokens-title">
      <h2 id="tokens-title">${t('account.tokens')}</h2>
      <p class="muted">${t('account.tokens.text')}</p>
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
      ${made && html`
        <${ShownOnce} key=${made.token.id} title=${t('account.tokens.made')}
          lines=${[{ label: t('account.tokens.token'), line }]} onDone=${() => setMade(null)} />
      `}
      ${rows.length > 0 &&
      html`<${Records} name=${t('account.tokens')} columns=${columns} rows=${rows} />`}
      <div class="form-actions">
        <button type="button" class="button" onClick=${() => setMaking(true)}>
          ${t('account.tokens.make')}
        </button>
      </div>
      ${isMaking && html`
        <${MakeToken} who=${who} onMade=${onMade} onClose=${() => setMaking(false)} />
      `}
    </section>
  `
}
