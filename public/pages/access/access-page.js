/**
 * Who and what may come in: people, the enrolment of hosts, tokens of programs. Each part has an
 * address of its own and is shown to those who may see it.
 */

import { useWords } from '../../frame/i18n.js'
import { readLine } from '../commands.js'
import { SameLines } from '../same.js'
import { lazy } from '../../frame/lazy.js'
import { me } from '../../frame/server.js'
import { usePlace } from '../../frame/router.js'
import { html, useStore } from '../../frame/ui.js'

/** @typedef {import('../../../src/protocol/actor.ts').Permission} Permission */

const PeoplePart = lazy(async () => (await import('./people.js')).PeoplePart)
const EnrolmentPart = lazy(async () => (await import('./enrolment.js')).EnrolmentPart)
const TokensPart = lazy(async () => (await import('./tokens.js')).TokensPart)
const CustomersPart = lazy(async () => (await import('./customers.js')).CustomersPart)

const parts = /** @type {const} */ ([
  { name: 'people', needs: 'people:read', View: PeoplePart, path: 'people', cli: 'people' },
  { name: 'enrolment', needs: 'enrolments:read', View: EnrolmentPart, path: 'enrolments', cli: 'enrol' },
  { name: 'tokens', needs: 'tokens:read', View: TokensPart, path: 'tokens', cli: 'tokens' },
  { name: 'customers', needs: 'server:read', View: CustomersPart, path: 'tenants', cli: 'tenants' },
])

function AccessPage() {
  const { t } = useWords()
  const { query } = usePlace()
  const signedIn = useStore(me)
  const allowed = parts.filter(({ needs }) => signedIn?.permissions.includes(needs))
  const shown = allowed.find(({ name }) => name === query.get('show')) ?? allowed[0]
  if (!signedIn || !shown) return null
  const { View } = shown
  return html`
    <div class="page access">
      <h1 tabindex="-1">${t('access.title')}</h1>
      <nav class="parts" aria-label=${t('access.parts')}>
        ${allowed.map(
          ({ name }) => html`
            <a key=${name} href=${`/access?show=${name}`}
              aria-current=${name === shown.name ? 'page' : undefined}>${t(`access.part.${name}`)}</a>
          `,
        )}
      </nav>
      <${View} key=${`${shown.name} ${signedIn.tenant.id}`} me=${signedIn} />
      <${SameLines} key=${`same ${shown.name}`} curl=${[readLine(location.origin, `/v1/${shown.path}`)]}
        cli=${[`isr admin ${shown.cli}`]} />
    </div>
  `
}

/** @type {import('../../routes.js').Page} */
export const page = { title: 'access.title', View: AccessPage }
