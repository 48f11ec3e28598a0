/** What the command palette offers: pages, hosts, and acts on the host that is open. */

import { isSheetOpen } from '../frame/keys.js'
import { withoutTricks } from '../frame/reported.js'
import { navigate } from '../frame/router.js'
import { may } from '../frame/server.js'
import { chooseTheme, themes } from '../frame/theme.js'
import { hostHref } from './host/host-href.js'
import { live } from './hosts/live.js'
import { picked } from './hosts/picked.js'
import { filterHosts } from './hosts/search.js'
import { lockOrUnlock } from './hosts/verbs.js'

/** @typedef {import('./hosts/presence.js').Host} Host */
/** @typedef {{ id: string, kind: 'page' | 'host' | 'act', label: string, run: () => void }} Command */
/**
 * @typedef {{
 *   words: import('../frame/i18n.js').Words,
 *   who: import('../frame/server.js').Me | null,
 *   text: string,
 *   offered: readonly import('../routes.js').Route[],
 * }} Asked
 */

/** Hosts that are offered beside everything else. */
const mostHosts = 8

/** The host that is open, over the table or on its page, or the only one that is selected. */
function openHost() {
  const onPage = /^\/hosts\/([^/]+)$/.exec(location.pathname)?.[1]
  const [first, second] = picked.get()
  const id = onPage
    ? decodeURIComponent(onPage)
    : (new URLSearchParams(location.search).get('host') ?? (second ? undefined : first))
  return id ? live.get()?.byId.get(id) : undefined
}

const fold = (/** @type {string} */ text) =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/**
 * Returns the acts on a host that can be taken back or change nothing; the others stay on its page.
 * @param {Host} host
 * @param {Asked} asked
 * @returns {Command[]}
 */
function actsOn(host, { words: { t }, who }) {
  const name = withoutTricks(host.name)
  const verb = host.state === 'locked' ? 'unlock' : 'lock'
  const mayLock = may(who, 'hosts:write') && host.state !== 'revoked'
  const diagnosis = `/diagnose?host=${encodeURIComponent(host.code)}`
  const sessions = `/sessions?host=${encodeURIComponent(host.id)}`
  /** @type {Command[]} */
  const acts = [
    act('open', t('palette.open', { name }), () => navigate(hostHref(host.id))),
    act('sessions', t('palette.sessions', { name }), () => navigate(sessions)),
    act('diagnose', t('palette.diagnose', { name }), () => navigate(diagnosis)),
  ]
  if (!mayLock) return acts
  return [act(verb, t(`palette.${verb}`, { name }), () => void lockOrUnlock(host, verb)), ...acts]
}

/** @param {string} id @param {string} label @param {() => void} run @returns {Command} */
const act = (id, label, run) => ({ id, kind: 'act', label, run })

/** @param {Asked} asked @returns {Command[]} */
function pagesOf({ words: { t }, who, offered }) {
  const shown = offered.flatMap(({ path, nav }) => {
    const word = who ? nav?.signedIn : nav?.open
    return word ? [{ path, label: t(word) }] : []
  })
  const others = [
    ...(who ? [{ path: '/account', label: t('palette.account') }] : []),
    ...(who ? [{ path: '/?state=offline', label: t('palette.offline') }] : []),
    ...(may(who, 'enrolments:write') && who
      ? [{ path: '/access?show=enrolment', label: t('palette.enrol') }]
      : []),
  ]
  return [...shown, ...others].map(({ path, label }) => ({
    id: path,
    kind: 'page',
    label,
    run: () => navigate(path),
  }))
}

/** @param {Asked} asked @returns {Command[]} */
const settingsOf = ({ words: { t } }) => [
  ...themes.map((theme) => act(`theme-${theme}`, t(`palette.theme.${theme}`), () => chooseTheme(theme))),
  act('keys', t('palette.keys'), () => isSheetOpen.set(true)),
]

/**
 * Returns what fits the text, in the order in which it is offered.
 * @param {Asked} asked
 * @returns {Command[]}
 */
export function commandsFor(asked) {
  const { text } = asked
  const host = openHost()
  const all = [...(host ? actsOn(host, asked) : []), ...pagesOf(asked), ...settingsOf(asked)]
  const words = fold(text).trim().split(/\s+/).filter(Boolean)
  if (words.length === 0) return all
  const fitting = all.filter(({ label }) => words.every((word) => fold(label).includes(word)))
  const hosts = filterHosts([...(live.get()?.byId.values() ?? [])], text).slice(0, mostHosts)
  return [
    ...fitting,
    ...hosts.map(({ id, name, code }) => ({
      id,
      kind: /** @type {const} */ ('host'),
      label: `${name} · ${code}`,
      run: () => navigate(hostHref(id)),
    })),
  ]
}
