/**
 * Enrolment: a line that hosts are given once and that gets each of them a credential of its own.
 * What is made here waits for its first host in the open, and the host becomes a row when it comes.
 */

import { call } from '../../frame/api.js'
import { useNow } from '../../frame/clock.js'
import { useWords } from '../../frame/i18n.js'
import { StateMark } from '../../frame/icons.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { say } from '../../frame/status.js'
import { html, useEffect, useState, useStore } from '../../frame/ui.js'
import { ConfirmByName } from '../confirm-by-name.js'
import { live } from '../hosts/live.js'
import { Records } from '../records.js'
import { EnrolmentMaker } from './enrolment-maker.js'
import { useList } from './loaded.js'

/** @typedef {import('../../frame/server.js').Me} Me */
/**
 * @typedef {{
 *   id: string,
 *   name: string,
 *   tags: readonly string[],
 *   uses: number,
 *   usesLeft: number,
 *   createdBy: string,
 *   createdAt: number,
 *   expiresAt: number,
 *   revokedAt: number | null,
 * }} Enrolment
 */

/** @param {{ me: Me }} props */
export function EnrolmentPart({ me }) {
  const { t, rich } = useWords()
  const told = useStore(live)
  const enrolments = useList(
    '/v1/enrolments',
    ({ enrolments: list }) => /** @type {Enrolment[]} */ (list),
  )
  const [revoking, setRevoking] = useState(/** @type {Enrolment | null} */ (null))
  const mayWrite = me.permissions.includes('enrolments:write')
  // A host that came may have used an enrolment up.
  const arrivals = [...(told?.arrived ?? [])].join()
  useEffect(() => {
    if (arrivals) enrolments.reload()
  }, [arrivals])

  /** @param {Enrolment} enrolment */
  async function revoke({ id, name }) {
    await call('DELETE', `/v1/enrolments/${encodeURIComponent(id)}`)
    setRevoking(null)
    say(t('enrolments.revoked', { name: withoutTricks(name) }))
    enrolments.reload()
  }
  return html`
    <section class="part" aria-labelledby="enrolment-title">
      <h2 id="enrolment-title">${t('enrolments.title')}</h2>
      <p class="muted part-lead">${t('enrolments.lead')}</p>
      ${Boolean(enrolments.error) && html`<${RefusalText} error=${enrolments.error} />`}
      ${mayWrite && html`<${EnrolmentMaker} onMade=${enrolments.reload} />`}
      ${enrolments.items?.length === 0 && html`<p class="muted">${t('enrolments.none')}</p>`}
      ${enrolments.items && enrolments.items.length > 0 &&
      html`<${EnrolmentList} enrolments=${enrolments.items} mayWrite=${mayWrite}
        onRevoke=${setRevoking} />`}
    </section>
    ${revoking &&
    html`<${ConfirmByName} name=${revoking.name} button=${t('enrolments.revoke')}
      title=${rich('enrolments.revoke.title', { name: html`<${Reported} text=${revoking.name} />` })}
      text=${t('enrolments.revoke.text')} act=${() => revoke(revoking)}
      onClose=${() => setRevoking(null)} />`}
  `
}

/** @typedef {'open' | 'used' | 'expired' | 'revoked'} EnrolmentState */

const marks = /** @type {const} */ ({
  open: { shape: 'ring', tone: 'ok' },
  used: { shape: 'dash', tone: 'idle' },
  expired: { shape: 'dash', tone: 'idle' },
  revoked: { shape: 'cross', tone: 'bad' },
})

/**
 * Returns whether an enrolment still lets hosts in, and if not, why.
 * @param {Enrolment} enrolment
 * @param {number} now
 * @returns {EnrolmentState}
 */
export function enrolmentState({ revokedAt, expiresAt, usesLeft }, now) {
  if (revokedAt !== null) return 'revoked'
  if (usesLeft === 0) return 'used'
  return expiresAt <= now ? 'expired' : 'open'
}

/**
 * @param {{
 *   enrolments: readonly Enrolment[],
 *   mayWrite: boolean,
 *   onRevoke: (enrolment: Enrolment) => void,
 * }} props
 */
function EnrolmentList({ enrolments, mayWrite, onRevoke }) {
  const { t, ago, instant } = useWords()
  const now = useNow()
  const columns = [
    { key: 'name', label: t('enrolments.name') },
    { key: 'state', label: t('column.state') },
    { key: 'uses', label: t('enrolments.left') },
    { key: 'ends', label: t('access.ends') },
    { key: 'by', label: t('access.by') },
    ...(mayWrite ? [{ key: 'actions', label: t('column.actions'), isLabelHidden: true }] : []),
  ]
  const rows = enrolments.map((enrolment) => {
    const state = enrolmentState(enrolment, now)
    return {
      id: enrolment.id,
      isOver: state !== 'open',
      cells: [
        html`
          <span class="record-main"><${Reported} text=${enrolment.name} /></span>
          ${enrolment.tags.length > 0 &&
          html`<span class="tags">${enrolment.tags.map(
            (tag) => html`<span key=${tag} class="tag"><${Reported} text=${tag} /></span>`,
          )}</span>`}
        `,
        html`<span class="host-state">
          <${StateMark} ...${marks[state]} /> ${t(`enrolments.state.${state}`)}
        </span>`,
        t('enrolments.leftOf', { n: enrolment.usesLeft, uses: enrolment.uses }),
        html`<time title=${instant(enrolment.expiresAt)}>${ago(enrolment.expiresAt, now)}</time>`,
        html`<${Reported} text=${enrolment.createdBy} />`,
        mayWrite &&
          state === 'open' &&
          html`<span class="record-actions">
            <button type="button" class="button is-small is-danger-quiet"
              aria-label=${t('enrolments.revoke.name', { name: withoutTricks(enrolment.name) })}
              onClick=${() => onRevoke(enrolment)}>${t('enrolments.revoke')}</button>
          </span>`,
      ],
    }
  })
  return html`<${Records} name=${t('enrolments.title')} columns=${columns} rows=${rows} />`
}
