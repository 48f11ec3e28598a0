/** A remote shell: xterm.js on the bytes of the session, and its tools. */

import { useWords } from '../../frame/i18n.js'
import { say } from '../../frame/status.js'
import { html, useEffect, useRef, useState } from '../../frame/ui.js'
import { ClipboardPanel } from './clipboard.js'
import { watchRelease } from './release.js'
import { strictDocument } from './strict-document.js'
import { terminalTheme, watchTheme } from './terminal-theme.js'
import { focusTools, Tool, toggleFullScreen } from './toolbar.js'

/** @typedef {import('@xterm/xterm').Terminal} Terminal */
/** @typedef {import('./link.js').Link} Link */
/** @typedef {import('./link.js').Line} Line */

/** Lines that can be scrolled back to. */
const scrollback = 5_000

/** Contrast of text on its ground that WCAG asks for (1.4.3). */
const contrast = 4.5

/** Loads the stylesheet of xterm.js once. */
function needTerminalStyle() {
  const { href } = new URL('../../vendor/xterm/css/xterm.css', import.meta.url)
  if (document.querySelector(`link[href="${href}"]`)) return
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = href
  document.head.append(link)
}

/** Makes a terminal in an element, which fits it from then on. @param {HTMLElement} element */
async function createTerminal(element) {
  needTerminalStyle()
  const [xterm, fitting] = await Promise.all([
    import('../../vendor/xterm/lib/xterm.mjs'),
    import('../../vendor/xterm-fit/lib/addon-fit.mjs'),
  ])
  const terminal = new xterm.Terminal({
    documentOverride: strictDocument(),
    fontFamily: getComputedStyle(element).getPropertyValue('--mono').trim(),
    fontSize: 14,
    scrollback,
    minimumContrastRatio: contrast,
    theme: terminalTheme(),
    screenReaderMode: false,
  })
  const fit = new fitting.FitAddon()
  terminal.loadAddon(fit)
  terminal.open(element)
  fit.fit()
  return { terminal, fit }
}

/**
 * Shows the shell in an element for as long as the line is the same.
 * @param {Link} link
 * @param {Line} line
 */
function useTerminal(link, line) {
  const target = useRef(/** @type {HTMLDivElement | null} */ (null))
  const [terminal, setTerminal] = useState(/** @type {Terminal | null} */ (null))
  useEffect(() => {
    const element = target.current
    if (!element) return undefined
    /** @type {(() => void)[]} */
    const undo = []
    let isGone = false
    void createTerminal(element)
      .then(({ terminal: made, fit }) => {
        if (isGone) return made.dispose()
        const { channel } = line
        const tell = () => link.send({ type: 'resize', columns: made.cols, rows: made.rows })
        made.onResize(tell)
        const bytes = new TextEncoder()
        made.onData((text) => channel.send(bytes.encode(text)))
        made.onBinary((text) => channel.send(Uint8Array.from(text, (it) => it.charCodeAt(0))))
        line.listen(({ data }) => made.write(new Uint8Array(data)))
        const size = new ResizeObserver(() => fit.fit())
        size.observe(element)
        tell()
        undo.push(
          () => size.disconnect(),
          watchTheme(() => (made.options.theme = terminalTheme())),
          () => made.dispose(),
        )
        setTerminal(made)
        made.focus()
      })
      .catch(() => link.end('not_loaded'))
    return () => {
      isGone = true
      for (const each of undo) each()
    }
  }, [link, line])
  return { target, terminal }
}

/**
 * @param {{ link: Link, line: Line, page: { current: Element | null } }} props
 */
export function RemoteTerminal({ link, line, page }) {
  const { t } = useWords()
  const { target, terminal } = useTerminal(link, line)
  const [hasClipboard, setHasClipboard] = useState(false)
  const [copied, setCopied] = useState('')
  useEffect(() => {
    const element = target.current
    return element ? watchRelease(element, () => focusTools(page.current)) : undefined
  }, [])

  async function copy() {
    const text = terminal?.getSelection() ?? ''
    if (!text) return say(t('screen.copy.none'))
    setCopied(text)
    try {
      await navigator.clipboard.writeText(text)
      say(t('copy.done', { name: t('screen.copy.what') }))
    } catch {
      setHasClipboard(true)
    }
  }
  return html`
    <div class="screen-tools" role="toolbar" aria-label=${t('screen.tools')}>
      <${Tool} name="full" onClick=${() => toggleFullScreen(page.current)}>${t('screen.full')}<//>
      <${Tool} name="copy" onClick=${copy}>${t('screen.copy')}<//>
      <${Tool} name="clipboard" isOn=${hasClipboard} onClick=${() => setHasClipboard(!hasClipboard)}>
        ${t('screen.paste')}
      <//>
      <${Tool} name="keyboard" onClick=${() => terminal?.focus()}>${t('screen.keyboard')}<//>
      <${Tool} name="end" isDanger onClick=${() => link.end('left')}>${t('screen.end')}<//>
    </div>
    ${hasClipboard &&
    html`<${ClipboardPanel} received=${copied}
      onSend=${(/** @type {string} */ text) => terminal?.paste(text)} />`}
    <div class="screen-stage is-terminal">
      <div class="screen-target" ref=${target} aria-label=${t('screen.shell')} role="group"></div>
    </div>
  `
}
