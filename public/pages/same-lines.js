/** What a page shows, from a terminal: the call of the API and the command, ready to be copied. */

import { Command } from '../frame/copy.js'
import { useWords } from '../frame/i18n.js'
import { html } from '../frame/ui.js'
import { tokenPlace } from './commands.js'

/**
 * `curl` are calls of the API, `cli` commands of the server's own program; a page may have no
 * command.
 * @param {{ curl: readonly string[], cli?: readonly string[] }} props
 */
export function SameLines({ curl, cli = [] }) {
  const { t, rich } = useWords()
  return html`
    <details class="same-lines">
      <summary class="small muted">${t('same.title')}</summary>
      <div class="stack">
        ${curl.map((line) => html`<${Command} key=${line} line=${line} name=${t('same.curl')} />`)}
        ${cli.map((line) => html`<${Command} key=${line} line=${line} name=${t('same.cli')} />`)}
        <p class="muted small">
          ${rich('same.token', { token: html`<code>${tokenPlace}</code>` })}
        </p>
      </div>
    </details>
  `
}
