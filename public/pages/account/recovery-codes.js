/** Recovery codes in the only moment in which they can be seen; the page keeps them nowhere. */

import { CopyButton } from '../../frame/copy.js'
import { Dialog } from '../../frame/dialog.js'
import { useWords } from '../../frame/i18n.js'
import { html, useEffect, useMemo } from '../../frame/ui.js'

/** @param {{ login: string, codes: readonly string[], onClose: () => void }} props */
export function RecoveryCodes({ login, codes, onClose }) {
  const { t } = useWords()
  const text = codes.join('\n')
  const file = useMemo(() => {
    const lines = [`isr: ${location.host}, ${login}`, '', ...codes, '']
    return URL.createObjectURL(new Blob([lines.join('\r\n')], { type: 'text/plain' }))
  }, [text])
  useEffect(() => () => URL.revokeObjectURL(file), [file])
  return html`
    <${Dialog} title=${t('account.codes')} onClose=${onClose}>
      <p>${t('account.codes.text')}</p>
      <ol class="recovery-codes">
        ${codes.map((code) => html`<li key=${code}><code>${code}</code></li>`)}
      </ol>
      <div class="dialog-actions">
        <span class="with-copy">
          ${t('account.codes.copy')}
          <${CopyButton} text=${text} name=${t('account.codes.name')} />
        </span>
        <a class="button" href=${file} download="isr-recovery-codes.txt" autofocus>
          ${t('account.codes.download')}
        </a>
        <button type="button" class="button is-primary" onClick=${onClose}>
          ${t('account.codes.done')}
        </button>
      </div>
    <//>
  `
}
