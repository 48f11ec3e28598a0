/** Invitations: a link that lets one person in once. */

import { call } from '../../frame/api.js'
import { useNow } from '../../frame/clock.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { say } from '../../frame/status.js'
import { html, useState } from '../../frame/ui.js'
import { useSubmit } from '../../frame/use-submit.js'
import { ConfirmByName } from '../confirm-by-name.js'
import { Records } from '../records.js'
import { ShownOnce } from '../shown-once.js'
import { useList } from './loaded.js'
import { roles } from './roles.js'
import { SpanField, week } from './spans.js'

/** @typedef {import('../../frame/server.js').Me} Me */
/** @typedef {import('../../../src/protocol/actor.ts').Role} Role */
/**
 * @typedef {{
 *   id: string,
 *   login: string,
 *   role: Role,
 *   createdBy: string,
 *   createdAt: number,
 *   expiresAt: number,
 * }} Invitation
 */

/**
 * Returns the link of an invitation. The secret stands in the fragment, which no browser sends to a
 * server and no server logs.
 * @param {string} secret
 */
export const invitationLink = (secret) => `${location.origin}/invite#${secret}`

/** @param {{ me: Me }} props */
export function InvitationsPart({ me }) {
  const { t, rich, ago, instant } = useWords()
  const now = useNow()
  const invitations = useList(
    '/v1/invitations',
    ({ invitations: list }) => /** @type {Invitation[]} */ (list),
  )
  const [made, setMade] = useState(/** @type {{ login: string, link: string } | null} */ (null))
  const [withdrawing, setWithdrawing] = useState(/** @type {Invitation | null} */ (null))
  const mayWrite = me.permissions.includes('people:write')

  /** @param {string} login @param {string} secret */
  function onMade(login, secret) {
    setMade({ login, link: invitationLink(secret) })
    invitations.reload()
  }
  /** @param {Invitation} invitation */
  async function withdraw({ id, login }) {
    await call('DELETE', `/v1/invitations/${encodeURIComponent(id)}`)
    setWithdrawing(null)
    setMade(null)
    say(t('invitations.withdrawn', { login: withoutTricks(login) }))
    invitations.reload()
  }
  const columns = [
    { key: 'name', label: t('people.login') },
    { key: 'role', label: t('people.role') },
    { key: 'by', label: t('access.by') },
    { key: 'ends', label: t('access.ends') },
    ...(mayWrite ? [{ key: 'actions', label: t('column.actions'), isLabelHidden: true }] : []),
  ]
  const rows = (invitations.items ?? []).map((invitation) => ({
    id: invitation.id,
    cells: [
      html`<span class="record-main"><${Reported} text=${invitation.login} /></span>`,
      t(`role.${invitation.role}`),
      html`<${Reported} text=${invitation.createdBy} />`,
      html`<time title=${instant(invitation.expiresAt)}>${ago(invitation.expiresAt, now)}</time>`,
      mayWrite &&
        html`<span class="record-actions">
          <button type="button" class="button is-small is-danger-quiet"
            aria-label=${t('invitations.withdraw.name', { login: withoutTricks(invitation.login) })}
            onClick=${() => setWithdrawing(invitation)}>${t('invitations.withdraw')}</button>
        </span>`,
    ],
  }))
  return html`
    <section class="part" aria-labelledby="invitations-title">
      <h2 id="invitations-title">${t('invitations.title')}</h2>
      <p class="muted part-lead">${t('invitations.lead')}</p>
      ${Boolean(invitations.error) && html`<${RefusalText} error=${invitations.error} />`}
      ${mayWrite && html`<${InviteForm} me=${me} onMade=${onMade} />`}
      ${made &&
      html`<${ShownOnce} key=${made.link}
        title=${t('invitations.made', { login: withoutTricks(made.login) })}
        lines=${[{ label: t('invitations.link'), line: made.link }]}
        onDone=${() => setMade(null)} />`}
      ${rows.length > 0 &&
      html`<${Records} name=${t('invitations.title')} columns=${columns} rows=${rows} />`}
    </section>
    ${withdrawing &&
    html`<${ConfirmByName} name=${withdrawing.login} button=${t('invitations.withdraw')}
      title=${rich('invitations.withdraw.title', { login: html`<${Reported} text=${withdrawing.login} />` })}
      text=${t('invitations.withdraw.text')} act=${() => withdraw(withdrawing)}
      onClose=${() => setWithdrawing(null)} />`}
  `
}

/** @param {{ me: Me, onMade: (login: string, secret: string) => void }} props */
function InviteForm({ me, onMade }) {
  const { t } = useWords()
  const [login, setLogin] = useState('')
  const [role, setRole] = useState(/** @type {Role} */ ('operator'))
  const [span, setSpan] = useState(week)
  const { error, isBusy, onSubmit } = useSubmit(async () => {
    const body = { login: login.trim(), role, expiresInMs: span }
    const { secret, invitation } = await call('POST', '/v1/invitations', { body })
    setLogin('')
    onMade(invitation.login, secret)
  })
  return html`
    <form class="line-form" onSubmit=${onSubmit} aria-label=${t('invitations.make')}>
      <label class="field is-wide">
        <span>${t('people.login')}</span>
        <input class="input" type="text" name="invite-login" required maxlength="128" value=${login}
          autocomplete="off" autocapitalize="off" spellcheck=${false}
          onInput=${(/** @type {{ currentTarget: HTMLInputElement }} */ event) =>
            setLogin(event.currentTarget.value)} />
      </label>
      <label class="field">
        <span>${t('people.role')}</span>
        <select class="input" value=${role}
          onChange=${(/** @type {{ currentTarget: HTMLSelectElement }} */ event) =>
            setRole(/** @type {Role} */ (event.currentTarget.value))}>
          ${roles
            .filter((each) => me.role === 'owner' || each !== 'owner')
            .map(
              (each) => html`
                <option value=${each} selected=${each === role}>${t(`role.${each}`)}</option>
              `,
            )}
        </select>
      </label>
      <${SpanField} value=${span} onChange=${setSpan} />
      <button type="submit" class="button is-primary" aria-disabled=${isBusy ? 'true' : undefined}>
        ${t('invitations.make')}
      </button>
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
    </form>
  `
}
