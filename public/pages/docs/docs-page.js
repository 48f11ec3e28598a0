/** The API reference: this server's own /v1/openapi.json, shown by our own small page. */

import { call } from '../../frame/api.js'
import { useWords } from '../../frame/i18n.js'
import { useShortcuts } from '../../frame/keys.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { usePlace } from '../../frame/router.js'
import { html, useEffect, useMemo, useRef, useState } from '../../frame/ui.js'
import { advised, loadAdvice } from './advice.js'
import { groupsOf, refusalsOf, searchIn } from './openapi.js'
import { Inline, Prose } from './prose.js'
import { OperationSection } from './operation-section.js'

/** @typedef {import('./openapi.js').Json} Json */
/** @typedef {import('./openapi.js').Group} Group */
/** @typedef {import('./openapi.js').RefusalEntry} RefusalEntry */

/**
 * What a refusal says in the reader's language; a newer server's may have no words here.
 * @param {import('../../frame/i18n.js').Words} words
 * @param {string} code
 */
function sentenceOf(words, code) {
  const facts = { wait: '…', detail: '…', status: '…' }
  for (const key of [`error.${code}`, `ending.${code}`]) {
    if (words.has(key)) {
      return words.t(/** @type {import('../../frame/i18n.js').MessageKey} */ (key), facts)
    }
  }
  return ''
}

/** The advice for refusals in the reader's language; null while it is on its way. */
function useAdvice() {
  const { language } = useWords()
  const [loaded, setLoaded] = useState(
    /** @type {{ language: string, advice: import('./advice.js').AdviceByCode } | null} */ (null),
  )
  useEffect(() => {
    let isWanted = true
    const use = (/** @type {import('./advice.js').AdviceByCode} */ advice) =>
      isWanted && setLoaded({ language, advice })
    // Without it the reference still says everything, in English.
    loadAdvice(language).then(use, () => use({}))
    return () => {
      isWanted = false
    }
  }, [language])
  return loaded?.language === language ? loaded.advice : null
}

/** Scrolls to the part that the address names, once, also when that part came later than it. */
function useFragment(/** @type {boolean} */ isShown) {
  const { hash } = usePlace()
  const last = useRef('')
  useEffect(() => {
    if (!isShown || !hash || last.current === hash) return
    last.current = hash
    const target = document.getElementById(hash)
    target?.scrollIntoView()
    target?.focus({ preventScroll: true })
  }, [isShown, hash])
}

function DocsPage() {
  const words = useWords()
  const { t, language } = words
  const { hash } = usePlace()
  const [text, setText] = useState('')
  const [document, setDocument] = useState(/** @type {Json | null} */ (null))
  const [error, setError] = useState(/** @type {unknown} */ (null))
  const load = () => {
    setError(null)
    call('GET', '/v1/openapi.json').then(setDocument, setError)
  }
  useEffect(load, [])
  // A link leads to what the search may have left out.
  useEffect(() => setText(''), [hash])
  const groups = useMemo(() => (document ? groupsOf(document) : []), [document])
  const advice = useAdvice()
  const refusals = useMemo(
    () => (document ? advised(refusalsOf(document), advice ?? {}) : []),
    [document, advice],
  )
  const codes = useMemo(() => new Set(refusals.map(({ code }) => code)), [refusals])
  const found = useMemo(
    () => searchIn({ groups, refusals }, text, (code) => sentenceOf(words, code)),
    [groups, refusals, text, words],
  )
  // The advice moves what stands below it.
  useFragment(document !== null && advice !== null && text === '')
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
        <${Contents} groups=${found.groups} hasRefusals=${found.refusals.length > 0}
          text=${text} onText=${setText} />
        <div class="docs-main">
          ${found.groups.map(
            (group) => html`<${GroupSection} key=${group.name} ...${{ group, document, codes }} />`,
          )}
          ${found.refusals.length > 0 && html`<${Refusals} refusals=${found.refusals} />`}
          ${found.groups.length + found.refusals.length === 0 &&
          html`<p role="status">${t('docs.none')}</p>`}
        </div>
      </div>`}
    </div>
  `
}

/**
 * @param {{
 *   groups: Group[],
 *   hasRefusals: boolean,
 *   text: string,
 *   onText: (text: string) => void,
 * }} props
 */
function Contents({ groups, hasRefusals, text, onText }) {
  const { t } = useWords()
  // Beside the text it is open; above it, on a phone, it would be a long way down to the text.
  const field = useRef(/** @type {HTMLInputElement | null} */ (null))
  useShortcuts([{ keys: '/', label: 'keys.filter', run: () => field.current?.select() }])
  const [isWide] = useState(() => matchMedia('(min-width: 860px)').matches)
  return html`
    <nav class="docs-contents" aria-label=${t('docs.contents')}>
      <input class="input" type="search" ref=${field} aria-label=${t('docs.search')}
        placeholder=${t('docs.search')} value=${text}
        onInput=${(/** @type {{ currentTarget: HTMLInputElement }} */ event) =>
          onText(event.currentTarget.value)} />
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
  const words = useWords()
  const { t, language } = words
  return html`
    <section class="docs-group" id="errors" tabindex="-1">
      <h2>${t('docs.errors')}</h2>
      <p>${t('docs.errors.lead')}</p>
      <dl class="refusals">
        ${refusals.map(
          ({ code, status, title, why, remedy, isTranslated }) => html`
            <div id=${`error-${code}`} tabindex="-1">
              <dt>
                <a href=${`/docs#error-${code}`}><code>${code}</code></a>
                <span class="muted">${status}</span>
              </dt>
              <dd>
                <p>
                  ${(language !== 'en' && sentenceOf(words, code)) ||
                  html`<span lang="en">${title}</span>`}
                </p>
                ${why && html`<p class="muted"><${Inline} text=${why} ...${{ isTranslated }} /></p>`}
                ${remedy &&
                html`<p>
                  <b>${t('docs.remedy')}</b>${' '}
                  <${Inline} text=${remedy} ...${{ isTranslated }} />
                </p>`}
              </dd>
            </div>
          `,
        )}
      </dl>
    </section>
  `
}

/** @type {import('../../routes.js').Page} */
export const page = { title: 'docs.title', View: DocsPage }
