/** The API reference: this server's own /v1/openapi.json, shown by our own small page. */

import { call } from '../../frame/api.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { usePlace } from '../../frame/router.js'
import { html, useEffect, useMemo, useState } from '../../frame/ui.js'
import { groupsOf, refusalsOf } from './openapi.js'
import { Prose } from './prose.js'
import { OperationSection } from './operation-section.js'

/** @typedef {import('./openapi.js').Json} Json */
/** @typedef {import('./openapi.js').Group} Group */
/** @typedef {import('./openapi.js').RefusalEntry} RefusalEntry */

/** Scrolls to the part that the address names, also when that part came later than the address. */
function useFragment(/** @type {boolean} */ isShown) {
  const { hash } = usePlace()
  useEffect(() => {
    if (!isShown || !hash) return
    const target = document.getElementById(hash)
    target?.scrollIntoView()
    target?.focus({ preventScroll: true })
  }, [isShown, hash])
}

function DocsPage() {
  const { t, language } = useWords()
  const [document, setDocument] = useState(/** @type {Json | null} */ (null))
  const [error, setError] = useState(/** @type {unknown} */ (null))
  const load = () => {
    setError(null)
    call('GET', '/v1/openapi.json').then(setDocument, setError)
  }
  useEffect(load, [])
  const groups = useMemo(() => (document ? groupsOf(document) : []), [document])
  const refusals = useMemo(() => (document ? refusalsOf(document) : []), [document])
  const codes = useMemo(() => new Set(refusals.map(({ code }) => code)), [refusals])
  useFragment(document !== null)
  return html`
    <div class="page docs">
      <div class="docs-head">
        <h1 tabindex="-1">${t('docs.title')}</h1>
        <p class="lead">${t('docs.lead')}</p>
        <p class="muted small">
          <a href="/v1/openapi.json" target="_blank">${t('docs.file')}</a>
          ${language !== 'en' && html`<span> · ${t('docs.language')}</span>`}
        </p>
      </div>
      ${Boolean(error) &&
      html`<${RefusalText} error=${error} />
        <button type="button" class="button" onClick=${load}>${t('action.retry')}</button>`}
      ${document &&
      html`<div class="docs-columns">
        <${Contents} groups=${groups} hasRefusals=${refusals.length > 0} />
        <div class="docs-main">
          ${groups.map(
            (group) => html`<${GroupSection} key=${group.name} ...${{ group, document, codes }} />`,
          )}
          ${refusals.length > 0 && html`<${Refusals} refusals=${refusals} />`}
        </div>
      </div>`}
    </div>
  `
}

/** @param {{ groups: Group[], hasRefusals: boolean }} props */
function Contents({ groups, hasRefusals }) {
  const { t } = useWords()
  // Beside the text it is open; above it, on a phone, it would be a long way down to the text.
  const [isWide] = useState(() => matchMedia('(min-width: 860px)').matches)
  return html`
    <nav class="docs-contents" aria-label=${t('docs.contents')}>
      <details open=${isWide}>
        <summary>${t('docs.contents')}</summary>
        ${groups.map(
          (group) => html`
            <div>
              <p class="docs-contents-head" lang="en">${group.name || t('docs.other')}</p>
              <ul>
                ${group.operations.map(
                  ({ id, method, path }) => html`
                    <li>
                      <a href=${`/docs#${encodeURIComponent(id)}`}>
                        <span class="method">${method}</span> ${path}
                      </a>
                    </li>
                  `,
                )}
              </ul>
            </div>
          `,
        )}
        ${hasRefusals && html`<p><a href="/docs#errors">${t('docs.errors')}</a></p>`}
      </details>
    </nav>
  `
}

/** @param {{ group: Group, document: Json, codes: ReadonlySet<string> }} props */
function GroupSection({ group, document, codes }) {
  const { t } = useWords()
  return html`
    <section class="docs-group">
      <h2 lang="en">${group.name || t('docs.other')}</h2>
      <${Prose} text=${group.description} />
      ${group.operations.map(
        (operation) =>
          html`<${OperationSection} key=${operation.id} ...${{ operation, document, codes }} />`,
      )}
    </section>
  `
}

/** @param {{ refusals: RefusalEntry[] }} props */
function Refusals({ refusals }) {
  const { t, language } = useWords()
  return html`
    <section class="docs-group" id="errors" tabindex="-1">
      <h2>${t('docs.errors')}</h2>
      <p>${t('docs.errors.lead')}</p>
      <dl class="refusals">
        ${refusals.map(
          ({ code, status, title, description }) => html`
            <div id=${`error-${code}`} tabindex="-1">
              <dt>
                <a href=${`/docs#error-${code}`}><code>${code}</code></a>
                <span class="muted">${status}</span>
              </dt>
              <dd>${language === 'es' ? description : title}</dd>
            </div>
          `,
        )}
      </dl>
    </section>
  `
}

/** @type {import('../../routes.js').Page} */
export const page = { title: 'docs.title', View: DocsPage }
