/** The clipboard of the far end, beside the one of this machine. */

import { CopyButton } from '../../frame/copy.js'
import { useWords } from '../../frame/i18n.js'
import { say } from '../../frame/status.js'
import { html, useState } from '../../frame/ui.js'

/** More than this is not text that somebody copied by hand. Characters. */
const maxLetters = 200_000

/**
 * A panel that sends text and shows what came. Reading this machine's clipboard is asked of the
 * browser by a press of a button only.
 * @param {{ received: string, onSend: (text: string) => void }} props
 */
export function ClipboardPanel({ received, onSend }) {
  const { t } = useWords()
  const [text, setText] = useState('')

  /** @param {string} given */
  function send(given) {
    onSend(given)
    say(t('screen.clipboard.sent'))
  }
  async function sendMine() {
    try {
      const mine = (await navigator.clipboard.readText()).slice(0, maxLetters)
      setText(mine)
      send(mine)
    } catch {
      say(t('screen.clipboard.refused'))
    }
  }
  return html`
    <section class="screen-panel" aria-label=${t('screen.clipboard')}>
      <div class="field">
        <label for="clipboard-out">${t('screen.clipboard.send')}</label>
        <textarea id="clipboard-out" class="input" rows="3" maxlength=${maxLetters} value=${text}
          onInput=${(/** @type {InputEvent & { currentTarget: HTMLTextAreaElement }} */ event) =>
            setText(event.currentTarget.value)}></textarea>
        <div class="screen-actions">
          <button type="button" class="button is-small" disabled=${!text}
            onClick=${() => send(text)}>${t('screen.clipboard.send.action')}</button>
          ${'readText' in (navigator.clipboard ?? {}) &&
          html`<button type="button" class="button is-small"
            onClick=${sendMine}>${t('screen.clipboard.send.mine')}</button>`}
        </div>
      </div>
      <div class="field">
        <label for="clipboard-in">${t('screen.clipboard.received')}</label>
        <textarea id="clipboard-in" class="input" rows="3" readonly value=${received}
          placeholder=${t('screen.clipboard.none')}></textarea>
        ${received &&
        html`<div class="screen-actions">
          <${CopyButton} text=${received} name=${t('screen.clipboard.received')} />
        </div>`}
      </div>
    </section>
  `
}
