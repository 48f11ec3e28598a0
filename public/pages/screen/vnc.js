/** A remote screen: noVNC on the bytes of the session, and its tools. */

import { needWords, useWords } from '../../frame/i18n.js'
import { lazy } from '../../frame/lazy.js'
import { withoutTricks } from '../../frame/reported.js'
import { html, useEffect, useRef, useState } from '../../frame/ui.js'
import { ClipboardPanel } from './clipboard.js'
import { levels, qualities, watchLine } from './quality.js'
import { watchRelease } from './release.js'
import { focusTools, Tool, toggleFullScreen } from './toolbar.js'
import { keysymsBetween } from './touch-keyboard.js'

/** @typedef {import('./rfb-types.js').RFB} Rfb */
/** @typedef {import('./rfb-types.js').Credential} Credential */
/** @typedef {import('./quality.js').Level} Level */
/** @typedef {import('./quality.js').Quality} Quality */
/** @typedef {import('./link.js').Link} Link */
/** @typedef {import('./link.js').Line} Line */

const CredentialsForm = lazy(async () => {
  await needWords(['account'])
  return (await import('./forms.js')).CredentialsForm
})

/** Text that the far end puts on its clipboard is shown up to here. Characters. */
const maxClipboard = 200_000

/**
 * Starts noVNC in an element for as long as the line is the same.
 * @param {Link} link
 * @param {Line} line
 */
function useRfb(link, line) {
  const target = useRef(/** @type {HTMLDivElement | null} */ (null))
  const [rfb, setRfb] = useState(/** @type {Rfb | null} */ (null))
  const [isShown, setShown] = useState(false)
  const [wanted, setWanted] = useState(/** @type {readonly Credential[] | null} */ (null))
  const [clipboard, setClipboard] = useState('')
  useEffect(() => {
    /** @type {Rfb | undefined} */
    let mine
    let isGone = false
    let isOver = false
    void (async () => {
      const { default: RFB } = await import('../../vendor/novnc/core/rfb.js')
      const element = target.current
      if (isGone || !element) return
      mine = new RFB(element, line.channel, { shared: true })
      mine.background = 'transparent'
      mine.scaleViewport = true
      mine.addEventListener('connect', () => setShown(true))
      mine.addEventListener('disconnect', () => (isOver = true))
      mine.addEventListener('credentialsrequired', ({ detail }) => setWanted(detail.types))
      mine.addEventListener('securityfailure', ({ detail }) =>
        link.end('vnc_refused', withoutTricks(detail.reason ?? '')),
      )
      mine.addEventListener('serververification', () => link.end('vnc_unknown_key'))
      mine.addEventListener('clipboard', ({ detail }) =>
        setClipboard(detail.text.slice(0, maxClipboard)),
      )
      // Where there is no pointer noVNC paints one, beside the page; it says nothing to read.
      for (const cursor of document.querySelectorAll('body > canvas')) cursor.ariaHidden = 'true'
      setRfb(mine)
    })().catch(() => link.end('not_loaded'))
    return () => {
      isGone = true
      if (!isOver) mine?.disconnect()
    }
  }, [link, line])
  return { target, rfb, isShown, wanted, setWanted, clipboard }
}

/**
 * Sets the quality that was chosen, or the one that the line can carry.
 * @param {Rfb | null} rfb
 * @param {Line} line
 * @param {boolean} isShown
 * @returns {[Quality, (next: Quality) => void, Level]}
 */
function useQuality(rfb, line, isShown) {
  const [chosen, choose] = useState(/** @type {Quality} */ ('auto'))
  const [level, setLevel] = useState(/** @type {Level} */ ('high'))
  useEffect(() => {
    if (!rfb || !isShown) return undefined
    if (chosen === 'auto') return watchLine(line, setLevel)
    setLevel(chosen)
    return undefined
  }, [rfb, line, isShown, chosen])
  useEffect(() => {
    if (!rfb) return
    rfb.qualityLevel = levels[level].quality
    rfb.compressionLevel = levels[level].compression
  }, [rfb, level])
  return [chosen, choose, level]
}

/** What an empty field cannot delete from; the keyboard on the glass needs something there. */
const padding = ' '.repeat(20)

/**
 * The field that brings up the keyboard on the glass.
 * @param {{ rfb: Rfb | null, isDisabled: boolean }} props
 */
function TouchKeyboard({ rfb, isDisabled }) {
  const { t } = useWords()
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null))
  const before = useRef(padding)

  function onInput() {
    const element = field.current
    if (!element) return
    for (const keysym of keysymsBetween(before.current, element.value)) rfb?.sendKey(keysym, null)
    before.current = element.value
    // Long enough for a word to be corrected, short enough not to be a record of what was typed.
    if (element.value.length < 5 || element.value.length > 120) {
      element.value = padding
      before.current = padding
    }
  }
  function onClick() {
    const element = field.current
    if (!element) return
    element.value = padding
    before.current = padding
    element.focus()
  }
  return html`
    <span class="screen-touch">
      <${Tool} name="keyboard" isDisabled=${isDisabled} onClick=${onClick}>
        ${t('screen.keyboard')}
      <//>
      <textarea class="screen-typing" ref=${field} tabindex="-1" aria-label=${t('screen.keyboard')}
        autocapitalize="off" autocomplete="off" autocorrect="off" spellcheck=${false} rows="1"
        onInput=${onInput}></textarea>
    </span>
  `
}

/**
 * A remote screen. `isLookOnly` is what the server enforces, `isLooking` what the person chose.
 * @param {{
 *   link: Link,
 *   line: Line,
 *   isLookOnly: boolean,
 *   isLooking: boolean,
 *   onLooking: (isLooking: boolean) => void,
 *   page: { current: Element | null },
 * }} props
 */
export function VncScreen({ link, line, isLookOnly, isLooking, onLooking, page }) {
  const { t } = useWords()
  const { target, rfb, isShown, wanted, setWanted, clipboard } = useRfb(link, line)
  const [chosen, choose, level] = useQuality(rfb, line, isShown)
  const [isFit, setFit] = useState(true)
  const [hasClipboard, setHasClipboard] = useState(false)
  useEffect(() => {
    if (!rfb) return
    rfb.viewOnly = isLooking
    rfb.scaleViewport = isFit
    rfb.clipViewport = false
  }, [rfb, isLooking, isFit])
  useEffect(() => {
    if (isShown) rfb?.focus({ preventScroll: true })
    const element = target.current
    return element ? watchRelease(element, () => focusTools(page.current)) : undefined
  }, [rfb, isShown])

  /** @param {Partial<Record<Credential, string>>} credentials */
  function give(credentials) {
    setWanted(null)
    rfb?.sendCredentials(credentials)
  }
  return html`
    <div class="screen-tools" role="toolbar" aria-label=${t('screen.tools')}>
      <${Tool} name="fit" isOn=${isFit} onClick=${() => setFit(!isFit)}>${t('screen.fit')}<//>
      <${Tool} name="full" onClick=${() => toggleFullScreen(page.current)}>${t('screen.full')}<//>
      <${Tool} name="look" isOn=${isLooking} isDisabled=${isLookOnly}
        onClick=${() => onLooking(!isLooking)}>${t('screen.look')}<//>
      <${Tool} name="clipboard" isOn=${hasClipboard && !isLooking} isDisabled=${isLooking}
        onClick=${() => setHasClipboard(!hasClipboard)}>
        ${t('screen.clipboard')}
      <//>
      <${Tool} name="cad" isDisabled=${isLooking} onClick=${() => rfb?.sendCtrlAltDel()}>
        ${t('screen.cad')}
      <//>
      <${TouchKeyboard} rfb=${rfb} isDisabled=${isLooking} />
      <label class="screen-quality">
        <span>${t('screen.quality')}</span>
        <select class="input" value=${chosen}
          onChange=${(/** @type {Event & { currentTarget: HTMLSelectElement }} */ event) =>
            choose(qualities.find((each) => each === event.currentTarget.value) ?? 'auto')}>
          ${qualities.map(
            (each) => html`
              <option value=${each}>
                ${each === 'auto' && chosen === 'auto'
                  ? t('screen.quality.now', { level: t(`screen.quality.${level}`) })
                  : t(`screen.quality.${each}`)}
              </option>
            `,
          )}
        </select>
      </label>
      <${Tool} name="end" isDanger onClick=${() => link.end('left')}>${t('screen.end')}<//>
    </div>
    ${hasClipboard &&
    !isLooking &&
    html`<${ClipboardPanel} received=${clipboard}
      onSend=${(/** @type {string} */ text) => rfb?.clipboardPasteFrom(text)} />`}
    <div class=${`screen-stage ${isFit ? '' : 'is-real'}`} data-level=${level}>
      ${!isShown && !wanted && html`<p class="screen-wait" role="status">${t('screen.drawing')}</p>`}
      ${wanted && html`<${CredentialsForm} types=${wanted} onGive=${give} />`}
      <div class="screen-target" ref=${target} hidden=${Boolean(wanted)} data-shown=${String(isShown)}
        aria-label=${t('screen.picture')} role="group" tabindex=${isFit ? undefined : 0}></div>
    </div>
  `
}
