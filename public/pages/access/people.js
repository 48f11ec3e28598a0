/** The people of this place: their roles, the way back in for who is locked out, and the door. */

import { call, sentenceFor } from '../../frame/api.js'
import { useNow } from '../../frame/clock.js'
import { currentWords, useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { hush, say } from '../../frame/status.js'
import { html, useState } from '../../frame/ui.js'
import { ConfirmByName } from '../confirm-by-name.js'
import { Records } from '../records.js'
import { ShownOnce } from '../shown-once.js'
import { InvitationsPart, invitationLink } from './invitations.js'
import { useList } from './loaded.js'
import { roles } from './roles.js'

/** @typedef {import('../../frame/server.js').Me} Me */
/** @typedef {import('../../../src/protocol/actor.ts').Role} Role */
/**
 * @typedef {{
 *   id: string,
 *   login: string,
 *   name: string,
 *   role: Role,
 *   hasTotp: boolean,
 *   createdAt: number,
 *   lastSeenAt: number | null,
 * }} Person
 */

/** How long a changed role can be taken back from the status region, in ms. */
const undoMs = 8_000

/** @param {{ me: Me }} props */
export function PeoplePart({ me }) {
  const { t, rich } = useWords()
  const people = useList('/v1/people', ({ people: list }) => /** @type {Person[]} */ (list))
  const [removing, setRemoving] = useState(/** @type {Person | null} */ (null))
  const [reset, setReset] = useState(/** @type {{ login: string, link: string } | null} */ (null))
  const mayWrite = me.permissions.includes('people:write')

  /** @param {Person} person @param {Role} role @param {Role} before */
  async function changeRole(person, role, before) {
    const words = currentWords()
    const put = (/** @type {Role} */ next) =>
      call('PUT', `/v1/people/${encodeURIComponent(person.id)}/role`, { body: { role: next } })
    try {
      await put(role)
      const undo = async () => {
        hush()
        await put(before).catch((error) => say(sentenceFor(words, error)))
        people.reload()
      }
      const name = withoutTricks(person.name || person.login)
      const text = words.t('people.changed', { name, role: words.t(`role.${role}`) })
      say(text, { label: words.t('action.undo'), run: () => void undo(), forMs: undoMs })
    } catch (error) {
      say(sentenceFor(words, error))
    }
    people.reload()
  }

  /** @param {Person} person */
  async function makeReset(person) {
    try {
      const made = await call('POST', `/v1/people/${encodeURIComponent(person.id)}/reset`)
      setReset({ login: person.login, link: invitationLink(made.secret) })
    } catch (error) {
      say(sentenceFor(currentWords(), error))
    }
  }

  /** @param {Person} person */
  async function remove(person) {
    await call('DELETE', `/v1/people/${encodeURIComponent(person.id)}`)
    setRemoving(null)
    say(t('people.removed', { name: withoutTricks(person.name || person.login) }))
    people.reload()
  }
  return html`
    <section class="part" aria-labelledby="people-title">
      <h2 id="people-title">${t('people.title')}</h2>
      <p class="muted part-lead">${t('people.lead')}</p>
      ${Boolean(people.error) && html`<${RefusalText} error=${people.error} />`}
      ${reset &&
      html`<${ShownOnce} key=${reset.link} title=${t('people.reset.made', { login: withoutTricks(reset.login) })}
        lines=${[{ label: t('people.reset.link'), line: reset.link }]}
        onDone=${() => setReset(null)} />`}
      ${people.items?.length === 0 && html`<p class="muted">${t('people.none')}</p>`}
      ${people.items && people.items.length > 0 &&
      html`<${PeopleList} me=${me} people=${people.items} mayWrite=${mayWrite}
        onRole=${changeRole} onReset=${makeReset} onRemove=${setRemoving} />`}
      <${RoleWords} />
    </section>
    <${InvitationsPart} me=${me} />
    ${removing &&
    html`<${ConfirmByName} name=${removing.login} button=${t('people.remove')}
      title=${rich('people.remove.title', { name: html`<${Reported} text=${removing.name || removing.login} />` })}
      text=${t('people.remove.text')} act=${() => remove(removing)}
      onClose=${() => setRemoving(null)} />`}
  `
}

/**
 * @param {{
 *   me: Me,
 *   people: readonly Person[],
 *   mayWrite: boolean,
 *   onRole: (person: Person, role: Role, before: Role) => void,
 *   onReset: (person: Person) => void,
 *   onRemove: (person: Person) => void,
 * }} props
 */
function PeopleList({ me, people, mayWrite, onRole, onReset, onRemove }) {
  const { t, instant, since } = useWords()
  const now = useNow()
  const isOwner = me.role === 'owner'
  const columns = [
    { key: 'name', label: t('people.name') },
    { key: 'role', label: t('people.role') },
    { key: 'totp', label: t('people.totp') },
    { key: 'seen', label: t('people.seen') },
    ...(mayWrite ? [{ key: 'actions', label: t('column.actions'), isLabelHidden: true }] : []),
  ]
  const rows = people.map((person) => {
    const isMe = person.id === me.person?.id
    // Only an owner makes, changes or removes an owner; the server says so too.
    const mayChange = mayWrite && (isOwner || person.role !== 'owner')
    const name = withoutTricks(person.name || person.login)
    return {
      id: person.id,
      cells: [
        html`
          <span class="record-main"><${Reported} text=${person.name || person.login} />
            ${isMe && html`<span class="muted"> ${t('people.you')}</span>`}</span>
          ${person.name && person.name !== person.login &&
          html`<span class="muted small"><${Reported} text=${person.login} /></span>`}
        `,
        mayChange
          ? html`
              <select class="input is-small" value=${person.role}
                aria-label=${t('people.role.of', { name })}
                onChange=${(/** @type {{ currentTarget: HTMLSelectElement }} */ event) =>
                  onRole(person, /** @type {Role} */ (event.currentTarget.value), person.role)}>
                ${roles
                  .filter((role) => isOwner || role !== 'owner')
                  .map(
                    (role) => html`
                      <option value=${role} selected=${role === person.role}>
                        ${t(`role.${role}`)}
                      </option>
                    `,
                  )}
              </select>
            `
          : t(`role.${person.role}`),
        person.hasTotp ? t('people.totp.on') : html`<span class="muted">${t('people.totp.off')}</span>`,
        person.lastSeenAt === null
          ? html`<span class="muted">${t('people.never')}</span>`
          : html`<time title=${instant(person.lastSeenAt)}>${since(person.lastSeenAt, now)}</time>`,
        mayChange &&
          html`
            <span class="record-actions">
              <button type="button" class="button is-small" onClick=${() => onReset(person)}
                aria-label=${t('people.reset.name', { name })}>${t('people.reset')}</button>
              <button type="button" class="button is-small is-danger-quiet"
                aria-label=${t('people.remove.name', { name })}
                onClick=${() => onRemove(person)}>${t('people.remove')}</button>
            </span>
          `,
      ],
    }
  })
  return html`<${Records} name=${t('people.title')} columns=${columns} rows=${rows} />`
}

/** What each role may do, for whoever has to choose one. */
function RoleWords() {
  const { t } = useWords()
  return html`
    <details class="role-words">
      <summary>${t('people.roles')}</summary>
      <dl>
        ${roles.map(
          (role) => html`<div key=${role}><dt>${t(`role.${role}`)}</dt><dd>${t(`role.${role}.may`)}</dd></div>`,
        )}
      </dl>
    </details>
  `
}
