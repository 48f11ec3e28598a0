/** Guest links as a list: what each is for, how it is, and the way to end it. */

import { useNow } from '../../frame/clock.js'
import { useWords } from '../../frame/i18n.js'
import { StateMark } from '../../frame/icons.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { html } from '../../frame/ui.js'
import { Records } from '../records.js'
import { allowedBy, linkState } from './link-words.js'

/** @typedef {import('../../../src/protocol/screen.ts').GuestLink} GuestLink */

const marks = /** @type {const} */ ({
  good: { shape: 'ring', tone: 'ok' },
  'used-up': { shape: 'dash', tone: 'idle' },
  expired: { shape: 'dash', tone: 'idle' },
  revoked: { shape: 'cross', tone: 'bad' },
})

/** @param {{ link: GuestLink }} props */
function Purpose({ link }) {
  const { t } = useWords()
  return html`
    <span class="record-main">
      ${link.note ? html`<${Reported} text=${link.note} />` : t('links.unnamed')}
    </span>
    <span class="small muted">
      <span class="mono"><${Reported} text=${link.service} /></span>, ${t(`links.may.${allowedBy(link)}`)}
    </span>
  `
}

/**
 * @param {{
 *   name: string,
 *   links: readonly GuestLink[],
 *   onRevoke?: ((link: GuestLink) => void) | undefined,
 * }} props
 */
export function LinkList({ name, links, onRevoke }) {
  const { t, ago, since, instant } = useWords()
  const now = useNow()
  const columns = [
    { key: 'name', label: t('links.note') },
    { key: 'state', label: t('column.state') },
    { key: 'uses', label: t('links.used') },
    { key: 'ends', label: t('links.ends') },
    { key: 'by', label: t('links.by') },
    ...(onRevoke ? [{ key: 'actions', label: t('column.actions'), isLabelHidden: true }] : []),
  ]
  const rows = links.map((link) => {
    const state = linkState(link, now)
    // One that is used up may still have its guest in.
    const mayEnd = state === 'good' || state === 'used-up'
    return {
      id: link.id,
      isOver: state !== 'good',
      cells: [
        html`<${Purpose} link=${link} />`,
        html`<span class="host-state">
          <${StateMark} ...${marks[state]} /> ${t(`links.state.${state}`)}
        </span>`,
        html`
          <span>${t('links.usedOf', { used: link.used, n: link.uses })}</span>
          ${link.lastUsedAt !== null &&
          html`<time class="small muted" title=${instant(link.lastUsedAt)}>
            ${since(link.lastUsedAt, now)}
          </time>`}
        `,
        // When it would have ended is no news of one that ended otherwise.
        (state === 'good' || state === 'expired') &&
          html`<time title=${instant(link.expiresAt)}>${ago(link.expiresAt, now)}</time>`,
        html`<${Reported} text=${link.createdBy} />`,
        mayEnd &&
          html`<span class="record-actions">
            <button type="button" class="button is-small is-danger-quiet"
              aria-label=${t('links.revoke.name', { name: withoutTricks(link.note) || link.service })}
              onClick=${() => onRevoke?.(link)}>${t('links.revoke')}</button>
          </span>`,
      ],
    }
  })
  return html`<${Records} name=${name} columns=${columns} rows=${rows} />`
}
