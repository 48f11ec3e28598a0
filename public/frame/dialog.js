/**
 * A dialog on the browser's own <dialog>: it keeps focus inside, closes with Esc, and gives focus
 * back.
 */

import { useWords } from './i18n.js'
import { closeIcon } from './icons.js'
import { html, useEffect, useRef } from './ui.js'

/** @typedef {import('./ui.js').Children} Children */

/**
 * Shows its children in a modal dialog for as long as it is rendered; `isPanel` puts it at the
 * side.
 * @param {{ title: Children, onClose: () => void, isPanel?: boolean, children?: Children }} props
 */
export function Dialog({ title, onClose, isPanel = false, children }) {
  const { t } = useWords()
  const element = useRef(/** @type {HTMLDialogElement | null} */ (null))
  const titleId = isPanel ? 'panel-title' : 'dialog-title'
  useEffect(() => {
    const before = document.activeElement
    element.current?.showModal()
    // The element is gone by now, so the browser does not give focus back by itself; somebody else
    // may have taken it meanwhile.
    return () => {
      const isFree = document.activeElement === document.body
      if (isFree && before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])

  /** @param {MouseEvent} event */
  function onPointerDown(event) {
    // The backdrop belongs to the dialog element itself; everything inside lies in a child.
    if (event.target === element.current) onClose()
  }
  /** @param {Event} event */
  function onCancel(event) {
    event.preventDefault()
    onClose()
  }
  return html`
    <dialog ref=${element} class=${isPanel ? 'dialog is-panel' : 'dialog'}
      aria-labelledby=${titleId} onCancel=${onCancel} onPointerDown=${onPointerDown}>
      <div class="dialog-inside">
        <header class="dialog-head">
          <h2 id=${titleId}>${title}</h2>
          <button type="button" class="icon-button" aria-label=${t('action.close')}
            title=${t('action.close')} onClick=${onClose}>${closeIcon()}</button>
        </header>
        ${children}
      </div>
    </dialog>
  `
}
