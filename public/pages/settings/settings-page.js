/**
 * The policy of the relay, which can be changed here, and what this server was started with: each
 * policy and limit, what it protects from, and the line that changes it. Those are not changed here,
 * so that what stands where the server starts is the whole truth also after a restart.
 */

import { call } from '../../frame/api.js'
import { CopyButton } from '../../frame/copy.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { Reported } from '../../frame/reported.js'
import { html, useEffect, useState } from '../../frame/ui.js'
import { groupSettings } from './groups.js'
import { readLine } from '../commands.js'
import { SameLines } from '../same.js'
import { RelayPolicyForm } from './relay-policy.js'
import { ScreenPolicyForm } from './screen-policy.js'

/** @typedef {import('../../../src/protocol/api.ts').Setting} Setting */
/** @typedef {import('../../frame/i18n.js').MessageKey} MessageKey */

function SettingsPage() {
  const { t, rich } = useWords()
  const [settings, setSettings] = useState(/** @type {readonly Setting[] | null} */ (null))
  const [error, setError] = useState(/** @type {unknown} */ (null))
  useEffect(() => {
    call('GET', '/v1/settings').then((answer) => setSettings(answer.settings), setError)
  }, [])
  const example = html`<code>isr serve --registration enrolled</code>`
  const variable = html`<code>ISR_REGISTRATION=enrolled</code>`
  return html`
    <div class="page settings">
      <header class="page-head">
        <h1 tabindex="-1">${t('settings.title')}</h1>
        <p class="muted">${t('settings.lead')}</p>
      </header>
      <${RelayPolicyForm} />
      <${ScreenPolicyForm} />
      <header class="page-head">
        <h2>${t('settings.started')}</h2>
        <p class="muted">${rich('settings.how', { example, variable })}</p>
      </header>
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
      ${settings &&
      groupSettings(settings).map(
        ({ name, settings: members }) => html`
          <section key=${name} class="setting-group" aria-labelledby=${`settings-${name}`}>
            <h3 id=${`settings-${name}`}>${t(`settings.group.${name}`)}</h3>
            <dl>
              ${members.map((each) => html`<${SettingRow} key=${each.key} setting=${each} />`)}
            </dl>
          </section>
        `,
      )}
      <${SameLines} cli=${['isr serve --help']}
        curl=${['/v1/settings', '/v1/relay/policy', '/v1/screens/policy'].map((path) =>
          readLine(location.origin, path),
        )} />
    </div>
  `
}

/** @param {{ setting: Setting }} props */
function SettingRow({ setting }) {
  const { t, has } = useWords()
  const { key, flag, variable, value, choices, help } = setting
  const sentence = `setting.${key}`
  const line = `${flag} ${/^[\w./:,@+-]+$/.test(value) ? value : `"${value}"`}`
  return html`
    <div class="setting" data-setting=${key}>
      <dt>
        <code>${flag}</code>
        <code class="muted">${variable}</code>
      </dt>
      <dd class="setting-sentence">
        ${has(sentence)
          ? t(/** @type {MessageKey} */ (sentence))
          : html`<span lang="en">${help}</span>`}
      </dd>
      <dd class="setting-value">
        <strong class="mono">
          ${value === '' ? t('settings.none') : html`<${Reported} text=${value} />`}
        </strong>
        <${Origin} setting=${setting} />
      </dd>
      <dd class="setting-line">
        <span class="with-copy">
          <code>${flag} ${choices}</code>
          <${CopyButton} text=${line} name=${line} />
        </span>
      </dd>
    </div>
  `
}

/** @param {{ setting: Setting }} props */
function Origin({ setting }) {
  const { t, rich } = useWords()
  const { value, default: usual } = setting
  if (value === usual) return html`<span class="small muted">${t('settings.usual')}</span>`
  const shown = usual === '' ? t('settings.none') : html`<code>${usual}</code>`
  return html`
    <span class="small muted">${rich('settings.chosen', { usual: shown })}</span>
  `
}

/** @type {import('../../routes.js').Page} */
export const page = { title: 'settings.title', View: SettingsPage }
