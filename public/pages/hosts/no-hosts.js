/** The empty state: teaches the one command that is needed, and waits for what it brings. */

import { Command } from '../../frame/copy.js'
import { Refused } from '../../frame/api.js'
import { useWords } from '../../frame/i18n.js'
import { may, me, server } from '../../frame/server.js'
import { html, useStore } from '../../frame/ui.js'
import { exampleHost, hostLine, programUrl, registerLine } from '../commands.js'

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
      ${isEnrolled
        ? html`<p>${t('policy.registration.enrolled')}</p>`
        : html`<p>${t('empty.agent')}</p>
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
