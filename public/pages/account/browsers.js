/** Where the person is signed in, and ending one of those sign-ins. */

import { call, sentenceFor } from '../../frame/api.js'
import { useNow } from '../../frame/clock.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { withoutTricks } from '../../frame/reported.js'
import { say } from '../../frame/status.js'
import { createStore, html, useEffect, useStore } from '../../frame/ui.js'
import { useList } from '../../frame/use-list.js'
import { Records } from '../records.js'

/** @typedef {import('../../frame/server.js').SignIn} SignIn */

const changes = createStore(0)

/** Tells the list that something else on the page has ended sign-ins. */
export const browsersChanged = () => changes.set(changes.get() + 1)

/** @type {readonly [RegExp, string][]} The first that fits; many browsers name others as well. */
const browsers = [
  [/\bEdg/, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/Chrom(?:e|ium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

/** @type {readonly [RegExp, string][]} */
const systems = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/**
 * "Firefox, Windows" of what a browser says about itself; the beginning of that where it is unknown.
 * @param {string} agent
 */
export function browserName(agent) {
  const first = (/** @type {readonly [RegExp, string][]} */ known) =>
    known.find(([pattern]) => pattern.test(agent))?.[1]
  return [first(browsers), first(systems)].filter(Boolean).join(', ') || agent.slice(0, 40)
}

/** The browsers of the person. */
export function Browsers() {
  const words = useWords()
  const { t, instant, since } = words
  const now = useNow()
  const turn = useStore(changes)
  const { found, error, reload } = useList('/v1/sign-ins')
  useEffect(() => {
    if (turn > 0) reload()
  }, [turn])

  /** @param {SignIn} signIn */
  async function end({ id }) {
    try {
      await call('DELETE', `/v1/sign-ins/${encodeURIComponent(id)}`)
      say(t('account.browsers.ended'))
    } catch (refused) {
      say(sentenceFor(words, refused))
    }
    reload()
  }
  /** @type {SignIn[]} */
  const signIns = found?.signIns ?? []
  const columns = [
    { key: 'browser', label: t('account.browsers.browser') },
    { key: 'address', label: t('account.browsers.address') },
    { key: 'seen', label: t('account.browsers.seen') },
    { key: 'action', label: t('account.action'), isLabelHidden: true },
  ]
  const rows = signIns.map((signIn) => {
    const name = withoutTricks(browserName(signIn.agent)) || t('account.browsers.unknown')
    return {
      id: signIn.id,
      cells: [
        html`<span title=${withoutTricks(signIn.agent)}>${name}</span>`,
        html`<code>${signIn.address}</code>`,
        html`<span title=${instant(signIn.seenAt)}>${since(signIn.seenAt, now)}</span>`,
        signIn.isCurrent
          ? html`<span class="muted">${t('account.browsers.current')}</span>`
          : html`
              <button type="button" class="button is-small" onClick=${() => end(signIn)}
                aria-label=${t('account.browsers.end.name', { name, address: signIn.address })}>
                ${t('account.browsers.end')}
              </button>
            `,
      ],
    }
  })
  return html`
    <section class="account-part" aria-labelledby="browsers-title">
      <h2 id="browsers-title">${t('account.browsers')}</h2>
      <p class="muted">${t('account.browsers.text')}</p>
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
      ${found && html`<${Records} name=${t('account.browsers')} columns=${columns} rows=${rows} />`}
    </section>
  `
}
