/**
 * What is wrong now, only when something is: each in words, with the hosts that it concerns and the
 * way to see them all.
 *
 * Promises: while the pointer or the keyboard is on the table below, no line comes or goes, so no
 * row moves under it.
 */

import { useNow } from '../../frame/clock.js'
import { useWords } from '../../frame/i18n.js'
import { StateMark } from '../../frame/icons.js'
import { Reported } from '../../frame/reported.js'
import { may, me } from '../../frame/server.js'
import { html, useRef, useStore } from '../../frame/ui.js'
import { hostHref } from '../host/host-href.js'
import { Bans } from './bans.js'
import { troublesOf } from './troubles.js'

/** @typedef {import('./troubles.js').Trouble} Trouble */
/** @typedef {import('../../frame/ui.js').Children} Children */

/** Hosts that are named in a line; the filter shows the others. */
const named = 3

const marks = /** @type {const} */ ({
  offline: { shape: 'slashed', tone: 'bad' },
  degraded: { shape: 'half', tone: 'warn' },
  cloned: { shape: 'triangle', tone: 'warn' },
  moved: { shape: 'triangle', tone: 'warn' },
  locked: { shape: 'square', tone: 'idle' },
})

const isTouched = () =>
  document.querySelector('.data-table tbody :focus-visible') !== null ||
  (matchMedia('(hover: hover)').matches && document.querySelector('.data-table tbody:hover') !== null)

/** @param {Trouble} trouble */
const keyOf = (trouble) =>
  'name' in trouble ? `${trouble.kind}.${trouble.name}` : trouble.kind

/** Holds which lines there are while the table is in use. @param {readonly Trouble[]} now */
function useHeldLines(now) {
  const held = useRef(now)
  const isSame = held.current.map(keyOf).join() === now.map(keyOf).join()
  if (isSame || !isTouched()) held.current = now
  return held.current
}

/** @param {{ live: import('./live.js').Live }} props */
export function WrongNow({ live }) {
  const { t } = useWords()
  const now = useNow()
  const troubles = useHeldLines(troublesOf(live, now))
  return html`
    ${troubles.length > 0 &&
    html`<section class="wrong-now" aria-labelledby="wrong-title">
      <h2 id="wrong-title">${t('wrong.title')}</h2>
      <ul>
        ${troubles.map((each) => html`<${Line} key=${keyOf(each)} trouble=${each} />`)}
      </ul>
    </section>`}
    <${Bans} count=${live.numbers.bans ?? 0} />
  `
}

/** @param {{ trouble: Trouble }} props */
function Line({ trouble }) {
  const { t, number } = useWords()
  const who = useStore(me)
  if (trouble.kind === 'hosts') return html`<${HostsLine} ...${trouble} />`
  if (trouble.kind === 'storage') {
    return html`<${Plain} tone="bad" word=${t('wrong.storage')} text=${t('wrong.storage.text')} />`
  }
  if (trouble.kind === 'relay') {
    const { name } = trouble
    const link = may(who, 'server:read') && { href: '/settings', label: t('wrong.relay.show') }
    return html`
      <${Plain} tone=${name === 'closed' ? 'idle' : 'warn'} word=${t(`wrong.relay.${name}`)}
        text=${t(`wrong.relay.${name}.text`)} link=${link} />
    `
  }
  const link =
    may(who, 'audit:read') && { href: '/audit?outcome=refused', label: t('wrong.refused.show') }
  return html`
    <${Plain} tone="warn" word=${t('wrong.refused', { n: trouble.count })} link=${link}
      text=${t('wrong.refused.text', { n: number(Math.round(trouble.usual)) })} />
  `
}

/**
 * @param {{
 *   tone: 'bad' | 'warn' | 'idle',
 *   word: string,
 *   text: string,
 *   link?: false | { href: string, label: string },
 * }} props
 */
const Plain = ({ tone, word, text, link }) => html`
  <li>
    <${StateMark} shape="triangle" tone=${tone} />
    <p><strong>${word}.</strong> ${text} ${link && html`<a href=${link.href}>${link.label}</a>`}</p>
  </li>
`

/** @param {{ name: import('./troubles.js').HostTrouble, hosts: readonly import('./presence.js').Host[] }} props */
function HostsLine({ name, hosts }) {
  const { t, rich, moment } = useWords()
  const now = useNow()
  const rest = hosts.length - named
  const shown = hosts.slice(0, named).map((host) => {
    const link = html`<a href=${hostHref(host.id)}><${Reported} text=${host.name} /></a>`
    if (name !== 'offline' || host.presenceAt === null) return link
    return rich('wrong.since', { name: link, when: moment(host.presenceAt, now) })
  })
  return html`
    <li data-trouble=${name}>
      <${StateMark} ...${marks[name]} />
      <p>
        <strong>${t(`wrong.${name}`, { n: hosts.length })}:</strong>${' '}
        ${shown.map((each, index) => html`<span class="wrong-host">${index > 0 && ', '}${each}</span>`)}
        ${rest > 0 && html` ${t('wrong.more', { n: rest })}`}${'. '}
        ${hosts.length > 1 && html`<a href=${`/?state=${name}`}>${t('wrong.show')}</a>`}
      </p>
    </li>
  `
}
