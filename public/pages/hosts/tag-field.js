/**
 * A field for one tag, with the tags that are in use below it. Enter and a comma end the tag, and so
 * does choosing one that is offered.
 */

import { withoutTricks } from '../../frame/reported.js'
import { html, useId, useState } from '../../frame/ui.js'
import { live } from './live.js'
import { cleanTag, tagsInUse } from './tag-rules.js'

/** @typedef {KeyboardEvent & { currentTarget: HTMLInputElement }} Key */
/** @typedef {InputEvent & { currentTarget: HTMLInputElement }} Typed */

/**
 * @param {{
 *   text: string,
 *   name: string,
 *   placeholder: string,
 *   without?: readonly string[],
 *   describedBy?: string,
 *   isInvalid?: boolean,
 *   field?: { current: HTMLInputElement | null },
 *   onText: (text: string) => void,
 *   onTag: (tag: string) => void,
 *   onBack?: () => void,
 * }} props `without` are not offered; `onBack` is Backspace where there is nothing to take away
 */
export function TagField(props) {
  const { text, name, placeholder, without, describedBy, isInvalid, field, onText, onTag } = props
  const id = useId()
  const [offered, setOffered] = useState(/** @type {readonly string[]} */ ([]))

  /** @param {Key} event */
  function onKeyDown(event) {
    const { key } = event
    if (event.isComposing) return
    if ((key === 'Enter' || key === ',') && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      onTag(cleanTag(text))
    } else if (key === 'Backspace' && text === '' && !event.repeat) props.onBack?.()
    else if (key === 'Escape' && text !== '') {
      // The dialog around it stays open.
      event.preventDefault()
      event.stopPropagation()
      onText('')
    }
  }
  /** @param {Typed} event */
  function onInput(event) {
    const { value } = event.currentTarget
    // What a list offers comes whole, and phones have no keys to ask about.
    const isChosen = event.inputType === 'insertReplacementText' || event.inputType === undefined
    if (isChosen && offered.includes(value)) return onTag(value)
    const [first = '', ...rest] = value.split(',')
    if (rest.length === 0) return onText(value)
    onTag(cleanTag(first))
  }
  return html`
    <input ref=${field} class="input is-small tag-field" type="text" value=${text} list=${id}
      aria-label=${name} placeholder=${placeholder} aria-describedby=${describedBy}
      aria-invalid=${isInvalid ? 'true' : undefined} maxlength="64" autocomplete="off"
      autocapitalize="off" spellcheck=${false} enterkeyhint="done" onKeyDown=${onKeyDown}
      onInput=${onInput}
      onFocus=${() => setOffered(tagsInUse(live.get()?.byId.values() ?? [], without))} />
    <datalist id=${id}>
      ${offered.map((tag) => html`<option key=${tag} value=${tag}>${withoutTricks(tag)}</option>`)}
    </datalist>
  `
}
