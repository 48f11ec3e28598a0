/**
 * The command palette: pages, hosts and what can be done, found by typing. A combobox whose list is
 * moved through with the arrow keys while the focus stays in the field.
 */

import { routes } from '../routes.js'
import { commandsFor } from '../pages/palette-commands.js'
import { Dialog } from './dialog.js'
import { isOffered } from './head.js'
import { useWords } from './i18n.js'
import { isPaletteOpen } from './keys.js'
import { Reported } from './reported.js'
import { me } from './server.js'
import { html, useEffect, useRef, useState, useStore } from './ui.js'

/** @typedef {import('../pages/palette-commands.js').Command} Command */

/** Lines that are shown: a screen of a small laptop. */
const most = 12

/** The palette, while it is open. */
export function Palette() {
  const words = useWords()
  const { t } = words
  const who = useStore(me)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef(/** @type {HTMLElement | null} */ (null))
  const offered = routes.filter((route) => isOffered(route, who))
  const commands = commandsFor({ words, who, text, offered }).slice(0, most)
  const chosen = Math.min(at, commands.length - 1)
  const close = () => isPaletteOpen.set(false)
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  /** @param {Command} command */
  function run(command) {
    close()
    command.run()
  }
  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const command = commands[chosen]
    if (step && commands.length > 0) {
      event.preventDefault()
      setAt((chosen + step + commands.length) % commands.length)
    } else if (event.key === 'Enter' && command && !event.isComposing) {
      event.preventDefault()
      run(command)
    }
  }
  return html`
    <${Dialog} title=${t('palette.title')} onClose=${close}>
      <div class="palette">
        <input class="input" type="text" role="combobox" autofocus aria-label=${t('palette.label')}
          placeholder=${t('palette.label')} aria-expanded="true" aria-controls="palette-list"
          aria-autocomplete="list" autocomplete="off" autocapitalize="off" spellcheck=${false}
          aria-activedescendant=${commands[chosen] ? `palette-${chosen}` : undefined}
          value=${text} onKeyDown=${onKeyDown}
          onInput=${(/** @type {{ currentTarget: HTMLInputElement }} */ event) => {
            setText(event.currentTarget.value)
            setAt(0)
          }} />
        <ul ref=${list} id="palette-list" role="listbox" aria-label=${t('palette.title')}>
          ${commands.map(
            (command, index) => html`
              <li key=${command.id} id=${`palette-${index}`} role="option"
                aria-selected=${index === chosen ? 'true' : 'false'} onClick=${() => run(command)}>
                <${Reported} text=${command.label} />
                <span class="muted small">${t(`palette.${command.kind}`)}</span>
              </li>
            `,
          )}
        </ul>
        <p class="small muted" role="status">
          ${commands.length === 0 ? t('palette.none') : t('palette.count', { n: commands.length })}
        </p>
      </div>
    <//>
  `
}
