/**
 * The empty state: teaches the one command that is needed, with a fresh token where somebody may
 * make one, and waits for the host that it brings. The host's row takes its place.
 */

import { Refused, call } from '../../frame/api.js'
import { Command } from '../../frame/copy.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { may, me, server } from '../../frame/server.js'
import { html, useState, useStore } from '../../frame/ui.js'
import { useSubmit } from '../../frame/use-submit.js'
import { enrolHostLine, exampleHost, hostLine, programUrl, registerLine } from '../commands.js'

/** How long the first token lasts, in ms: somebody is about to use it. */
const day = 86_400_000

/** Makes the token only when it is asked for: looking at a page is not to let anybody in. */
function FreshLine() {
  const { t } = useWords()
  const [secret, setSecret] = useState('')
  const { error, isBusy, run } = useSubmit(async () => {
    const body = { name: t('first.name'), uses: 1, expiresInMs: day, tags: [] }
    setSecret((await call('POST', '/v1/enrolments', { body })).secret)
  })
  if (secret) {
    return html`
      <${Command} line=${enrolHostLine(location.origin, secret)} name=${t('first.line')} />
      <p class="muted small">${t('first.once')}</p>
    `
  }
  return html`
    <p>${t('first.text')}</p>
    <p>
      <button type="button" class="button is-primary" disabled=${isBusy} onClick=${() => run()}>
        ${t('first.make')}
      </button>
    </p>
    ${Boolean(error) && html`<${RefusalText} error=${error} />`}
  `
}

/** Shown while the server knows no host at all. */
export function NoHosts() {
  const { t } = useWords()
  const facts = useStore(server)
  const mayEnrol = may(useStore(me), 'enrolments:write')
  const isEnrolled =
    facts !== null && !(facts instanceof Refused) && facts.policies.registration === 'enrolled'
  return html`
    <section class="no-hosts">
      <h2>${t('empty.title')}</h2>
      ${mayEnrol && html`<${FreshLine} />`}
      ${isEnrolled
        ? html`<p>${t('policy.registration.enrolled')}</p>`
        : html`<p>${t(mayEnrol ? 'first.open' : 'empty.agent')}</p>
            <${Command} line=${hostLine(location.origin)} name=${t('empty.agent')} />
            <p>${t('empty.program')}</p>
            <${Command} line=${programUrl(location)} name=${t('start.program.url')} />
            <p>${t('empty.line')}</p>
            <${Command} line=${registerLine(location.origin, exampleHost)}
              name=${t('start.register.name')} />`}
      ${mayEnrol &&
      html`<p><a href="/access?show=enrolment">${t('empty.enrol')}</a></p>`}
      <p class="waiting"><span class="pulse" aria-hidden="true"></span> ${t('empty.waiting')}</p>
    </section>
  `
}
