/** The head of every page: where one can go, which tenant one is in, who one is. */

import { hostFeed } from '../pages/hosts/live.js'
import { routes } from '../routes.js'
import { sentenceFor } from './api.js'
import { FeedWord } from './feed-word.js'
import { useWords } from './i18n.js'
import { brandMark, personIcon } from './icons.js'
import { isSheetOpen, useShortcuts } from './keys.js'
import { Preferences } from './preferences.js'
import { withoutTricks } from './reported.js'
import { navigate, usePlace } from './router.js'
import { may, me, switchTenant } from './server.js'
import { say } from './status.js'
import { html, useStore } from './ui.js'

/** @typedef {import('../routes.js').Route} Route */
/** @typedef {import('./server.js').Me} Me */

/**
 * Whether somebody, or a stranger (null), is offered a page.
 * @param {Route} route
 * @param {Me | null} who
 */
export const isOffered = (route, who) =>
  who ? may(who, ...(route.needs ?? [])) : Boolean(route.open)

/** Chooses among tenants, where there are several to choose from. @param {{ who: Me }} props */
function TenantChoice({ who }) {
  const words = useWords()
  if (who.tenants.length < 2) return null
  /** @param {Event & { currentTarget: HTMLSelectElement }} event */
  async function onChange({ currentTarget }) {
    try {
      await switchTenant(currentTarget.value)
      // What is filtered or opened belongs to the tenant that one has left.
      navigate(location.pathname, { replace: true })
    } catch (error) {
      currentTarget.value = who.tenant.id
      say(sentenceFor(words, error))
    }
  }
  return html`
    <select class="tenant-choice" aria-label=${words.t('nav.tenant')}
      title=${words.t('nav.tenant')} onChange=${onChange}>
      ${who.tenants.map(
        ({ id, name }) => html`
          <option key=${id} value=${id} selected=${id === who.tenant.id}>
            ${withoutTricks(name)}
          </option>
        `,
      )}
    </select>
  `
}

/** @param {{ who: Me, path: string }} props */
function AccountLink({ who, path }) {
  const { t } = useWords()
  const name = who.person ? withoutTricks(who.person.name) : t('account.ownerToken')
  return html`
    <a class="account-link" href="/account" aria-current=${path === '/account' ? 'page' : undefined}
      aria-label=${`${t('nav.account')}: ${name}`} title=${name}>
      ${personIcon()}<bdi>${name}</bdi>
    </a>
  `
}

/** On a phone the pages are a menu, which a step to one of them closes. */
const closeMenu = () => document.getElementById('pages')?.hidePopover()

/** The head itself. @param {{ onSkip: () => void }} props */
export function Head({ onSkip }) {
  const { t } = useWords()
  const { path } = usePlace()
  const who = useStore(me)
  const offered = routes.filter((route) => isOffered(route, who))
  const entries = offered.flatMap(({ path: target, nav }) => {
    const word = who ? nav?.signedIn : nav?.open
    return word ? [{ path: target, word: t(word) }] : []
  })
  const here = entries.find((entry) => entry.path === path)
  useShortcuts([
    ...offered.flatMap(({ path: target, key }) =>
      key ? [{ ...key, run: () => navigate(target) }] : [],
    ),
    { keys: '?', label: 'keys.sheet', run: () => isSheetOpen.set(true) },
  ])
  /** @param {MouseEvent} event */
  function skip(event) {
    event.preventDefault()
    onSkip()
  }
  return html`
    <header class=${who ? 'head is-signed-in' : 'head'}>
      <a class="skip" href="#content" onClick=${skip}>${t('nav.skip')}</a>
      <a class="brand" href="/">${brandMark()}<span>isr</span></a>
      <button type="button" class="nav-button" popovertarget="pages">
        <span class="off-screen">${t('nav.name')}: </span>${here?.word ?? t('nav.name')}
      </button>
      <nav id="pages" popover="auto" aria-label=${t('nav.name')} onClick=${closeMenu}>
        ${entries.map(
          (entry) => html`
            <a href=${entry.path} aria-current=${entry === here ? 'page' : undefined}>${entry.word}</a>
          `,
        )}
      </nav>
      <div class="head-end">
        ${who && html`<${TenantChoice} who=${who} />`}
        <${FeedWord} state=${hostFeed.state} />
        ${who && html`<${AccountLink} who=${who} path=${path} />`}
        <${Preferences} />
      </div>
    </header>
  `
}
