/** One check as a line: shape and word of how it went, what was checked, and what to do about it. */

import { useWords } from '../../frame/i18n.js'
import { StateMark } from '../../frame/icons.js'
import { html } from '../../frame/ui.js'

/** @typedef {import('../../frame/ui.js').Children} Children */

const marks = /** @type {const} */ ({
  ok: { shape: 'disc', tone: 'ok' },
  warn: { shape: 'triangle', tone: 'warn' },
  bad: { shape: 'cross', tone: 'bad' },
  busy: { shape: 'half', tone: 'idle' },
  skipped: { shape: 'dash', tone: 'idle' },
})

/** @typedef {keyof typeof marks} FindingWord */

/**
 * @param {{
 *   name: string,
 *   word: FindingWord,
 *   title: Children,
 *   text?: Children,
 *   children?: Children,
 * }} props
 */
export function FindingLine({ name, word, title, text, children }) {
  const { t } = useWords()
  return html`
    <li class="finding" data-check=${name} data-word=${word}>
      <span class="finding-word">
        <${StateMark} ...${marks[word]} /> ${t(`diagnose.word.${word}`)}
      </span>
      <div>
        <p class="finding-title"><strong>${title}</strong></p>
        ${text && html`<p class="muted">${text}</p>`}
        ${children}
      </div>
    </li>
  `
}
