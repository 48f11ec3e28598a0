/** Text of the OpenAPI file: paragraphs, and `code` between backticks; everything else is plain. */

import { html } from '../../frame/ui.js'

/**
 * One line of it; `codes` are the codes of refusals, which become links to where they are
 * explained. The file speaks English; what was translated is in the language of the page.
 * @param {{ text: string, codes?: ReadonlySet<string>, isTranslated?: boolean | undefined }} props
 */
export function Inline({ text, codes, isTranslated = false }) {
  const marked = (/** @type {string} */ part) =>
    codes?.has(part)
      ? html`<a href=${`/docs#error-${part}`}><code>${part}</code></a>`
      : html`<code>${part}</code>`
  const parts = text.split(/`([^`]+)`/)
  return html`
    <span lang=${isTranslated ? undefined : 'en'}>
      ${parts.map((part, index) => (index % 2 === 1 ? marked(part) : part))}
    </span>
  `
}

/**
 * Paragraphs of it.
 * @param {{ text: string }} props
 */
export const Prose = ({ text }) =>
  (text ?? '')
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '')
    .map((paragraph) => html`<p><${Inline} text=${paragraph} /></p>`)
