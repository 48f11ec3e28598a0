/** One call of the API: what it takes, what it answers, and the line that makes it. */

import { Command } from '../../frame/copy.js'
import { useWords } from '../../frame/i18n.js'
import { html } from '../../frame/ui.js'
import { tokenPlace } from '../commands.js'
import { curlOf } from './openapi.js'
import { Inline, Prose } from './prose.js'

/** @typedef {import('./openapi.js').Operation} Operation */
/** @typedef {import('./openapi.js').Field} Field */
/** @typedef {import('./openapi.js').Answer} Answer */
/** @typedef {import('./openapi.js').Json} Json */

/** @param {{ label: string, fields: Field[] }} props */
function Fields({ label, fields }) {
  const { t } = useWords()
  if (fields.length === 0) return null
  return html`
    <h4>${label}</h4>
    <dl class="fields">
      ${fields.map(
        (field) => html`
          <div>
            <dt>
              <code>${field.name}</code>
              ${field.isRequired && html` <span class="required">${t('docs.required')}</span>`}
            </dt>
            <dd>
              <span class="muted small">
                <code>${field.type}</code>
                ${field.in && ` ${t(/** @type {any} */ (`docs.in.${field.in}`))}`}
                ${field.defaultValue !== undefined &&
                `, ${t('docs.default', { value: field.defaultValue })}`}
              </span>
              <${Prose} text=${field.description} />
            </dd>
          </div>
        `,
      )}
    </dl>
  `
}

const exampleText = (/** @type {unknown} */ example) =>
  typeof example === 'string' ? example : JSON.stringify(example, null, 2)

/** @param {{ answers: Answer[], codes: ReadonlySet<string> }} props */
function Answers({ answers, codes }) {
  const { t } = useWords()
  return html`
    <h4>${t('docs.responses')}</h4>
    <div class="answers">
      ${answers.map(({ status, description, example }) =>
        example === undefined
          ? html`<p class="answer">
              <b class="status">${status}</b> <${Inline} text=${description} codes=${codes} />
            </p>`
          : html`
              <details class="answer">
                <summary>
                  <b class="status">${status}</b> <${Inline} text=${description} codes=${codes} />
                </summary>
                <pre tabindex="0" role="group" aria-label=${`${t('docs.example')} ${status}`}>
                  <code>${exampleText(example)}</code>
                </pre>
              </details>
            `,
      )}
    </div>
  `
}

/**
 * What the call needs, and how the audit calls it.
 * @param {{ operation: Operation }} props
 */
function Needs({ operation: { needs, needsSignIn, audit } }) {
  const { t, rich } = useWords()
  const code = (/** @type {string} */ text) => html`<code>${text}</code>`
  /** @type {Record<string, () => import('../../frame/ui.js').Children>} */
  const special = {
    anyone: () => t('docs.needs.anyone'),
    'signed-in': () => t('docs.needs.signedIn'),
    person: () => t('docs.needs.person'),
    '': () => t(needsSignIn ? 'docs.needs.signedIn' : 'docs.needs.anyone'),
  }
  return html`
    <p class="muted small">
      ${special[needs]?.() ?? rich('docs.needs', { permission: code(needs) })}
      ${audit && html` ${rich('docs.audit', { action: code(audit) })}`}
    </p>
  `
}

/** @param {{ operation: Operation, document: Json, codes: ReadonlySet<string> }} props */
export function OperationSection({ operation, document, codes }) {
  const { t } = useWords()
  const { id, method, path, summary, bodyFields } = operation
  const line = curlOf(document, operation, location.origin, tokenPlace)
  return html`
    <article class="operation" id=${id} tabindex="-1">
      <h3>
        <a href=${`/docs#${encodeURIComponent(id)}`}>
          <span class=${`method is-${method.toLowerCase()}`}>${method}</span>${' '}
          <code>${path}</code>
        </a>
      </h3>
      ${summary && html`<p class="summary" lang="en">${summary}</p>`}
      <${Prose} text=${operation.description} />
      <${Needs} operation=${operation} />
      <${Fields} label=${t('docs.parameters')} fields=${operation.parameters} />
      <${Fields} label=${t('docs.body')} fields=${bodyFields} />
      <${Command} line=${line} name=${`${t('docs.line')}: ${method} ${path}`} />
      <${Answers} answers=${operation.answers} codes=${codes} />
    </article>
  `
}
