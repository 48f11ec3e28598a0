/**
 * The public page: says that the server runs, how to register a host and to resolve a code, what
 * the server allows, and lets the owner in. It shows nothing of what is registered.
 */

import { Refused } from '../frame/api.js'
import { Command } from '../frame/copy.js'
import { chooseLanguage, languageNames, languages, useWords } from '../frame/i18n.js'
import { StateMark } from '../frame/icons.js'
import { RefusalText } from '../frame/refusal-text.js'
import { loadServer, server } from '../frame/server.js'
import { html, useStore } from '../frame/ui.js'
import { exampleHost, programUrl, registerLine, resolveLine, tokenPlace } from './commands.js'
import { SignInCard } from './sign-in/sign-in-card.js'

/** @typedef {import('../frame/server.js').Server} Server */

/** @param {{ facts: Server }} props */
function Policies({ facts }) {
  const { t, duration } = useWords()
  const { registration, resolve, publicList } = facts.policies
  return html`
    <section>
      <h2>${t('start.policies.title')}</h2>
      <ul class="plain-list">
        <li>${t(`policy.registration.${registration}`)}</li>
        <li>${t(`policy.resolve.${resolve}`)}</li>
        <li>${t(publicList ? 'policy.list.public' : 'policy.list.private')}</li>
        <li>${t('policy.ttl', { ttl: duration(facts.ttlMs) })}</li>
      </ul>
    </section>
  `
}

/** @param {{ isShown: boolean }} props */
function TokenNote({ isShown }) {
  const { rich } = useWords()
  if (!isShown) return null
  const token = html`<code>${tokenPlace}</code>`
  return html`<p class="muted small">${rich('start.token', { token })}</p>`
}

/** @param {{ facts: Server }} props */
function HowTo({ facts }) {
  const { t } = useWords()
  const { registration, resolve } = facts.policies
  const isSignedIn = resolve === 'signed-in'
  const resolved = resolveLine(location.origin, exampleHost.code, { needsToken: isSignedIn })
  return html`
    <section>
      <h2>${t('start.program.title')}</h2>
      <p>${t('start.program.text')}</p>
      <${Command} line=${programUrl(location)} name=${t('start.program.url')} />
      ${location.protocol === 'https:' &&
      html`<p class="muted small">${t('start.program.https')}</p>`}
    </section>
    <section>
      <h2>${t('start.register.title')}</h2>
      ${registration === 'enrolled'
        ? html`<p>${t('policy.registration.enrolled')}</p>`
        : html`<p>${t('start.register.text')}</p>
            <${Command} line=${registerLine(location.origin, exampleHost)}
              name=${t('start.register.name')} />`}
    </section>
    <section>
      <h2>${t('start.resolve.title')}</h2>
      <p>${t('start.resolve.text')}</p>
      <${Command} line=${resolved} name=${t('start.resolve.name')} />
      <${TokenNote} isShown=${isSignedIn} />
    </section>
    <${Policies} facts=${facts} />
  `
}

function StartPage() {
  const { t, language } = useWords()
  const facts = useStore(server)
  if (!facts) return null
  if (facts instanceof Refused) {
    return html`
      <div class="page is-narrow">
        <h1 tabindex="-1">isr</h1>
        <${RefusalText} error=${facts} />
        <button type="button" class="button" onClick=${loadServer}>${t('action.retry')}</button>
      </div>
    `
  }
  return html`
    <div class="page start">
      <div class="start-intro">
        <h1 tabindex="-1"><${StateMark} shape="disc" tone="ok" /> ${t('start.title')}</h1>
        <p class="lead">${t('start.lead')}</p>
      </div>
      <div class="start-side"><${SignInCard} /></div>
      <div class="start-main">
        <${HowTo} facts=${facts} />
        <p class="start-foot muted small">
          <span>${t('start.version', { version: facts.version })}</span>
          ${languages
            .filter((other) => other !== language)
            .map(
              (other) => html`
                <button type="button" class="link-button" lang=${other}
                  onClick=${() => chooseLanguage(other)}>${languageNames[other]}</button>
              `,
            )}
        </p>
      </div>
    </div>
  `
}

/** @type {import('../routes.js').Page} */
export const page = { title: 'start.title', View: StartPage }
