/** Language, colours, keyboard and sign-out, behind one button in the head. */

import { sentenceFor } from './api.js'
import { chooseLanguage, languageNames, languages, useWords } from './i18n.js'
import { preferencesIcon } from './icons.js'
import { isSheetOpen, SingleKeysSwitch } from './keys.js'
import { withoutTricks } from './reported.js'
import { me, signIn, signOut } from './server.js'
import { say } from './status.js'
import { chooseTheme, theme, themes } from './theme.js'
import { html, useStore } from './ui.js'

/** @typedef {import('./ui.js').Children} Children */

/**
 * A row of radio buttons that looks like one control.
 * @template {string} T
 * @param {{
 *   name: string,
 *   label: string,
 *   options: readonly { value: T, label: string, lang?: string }[],
 *   value: T,
 *   onChoose: (value: T) => void,
 * }} props
 */
const Choice = ({ name, label, options, value, onChoose }) => html`
  <fieldset class="choice">
    <legend>${label}</legend>
    <div class="choice-options">
      ${options.map(
        (option) => html`
          <label lang=${option.lang}>
            <input type="radio" name=${name} value=${option.value}
              checked=${option.value === value} onChange=${() => onChoose(option.value)} />
            <span>${option.label}</span>
          </label>
        `,
      )}
    </div>
  </fieldset>
`

/** Chooses the language; each is written in its own words. */
function LanguageChoice() {
  const { t, language } = useWords()
  const options = languages.map((value) => ({ value, label: languageNames[value], lang: value }))
  return html`
    <${Choice} name="language" label=${t('preferences.language')} options=${options}
      value=${language} onChoose=${chooseLanguage} />
  `
}

function ThemeChoice() {
  const { t } = useWords()
  const options = themes.map((value) => ({ value, label: t(`preferences.theme.${value}`) }))
  return html`
    <${Choice} name="theme" label=${t('preferences.theme')} options=${options}
      value=${useStore(theme)} onChoose=${chooseTheme} />
  `
}

function SignedIn() {
  const words = useWords()
  const current = useStore(signIn)
  const person = useStore(me)?.person
  if (!current) return null
  const name = person ? withoutTricks(person.name) : words.t('account.ownerToken')
  async function onSignOut() {
    try {
      await signOut()
      document.getElementById('preferences')?.hidePopover()
    } catch (error) {
      say(sentenceFor(words, error))
    }
  }
  return html`
    <div class="preferences-end">
      <p class="muted small">
        ${words.t('preferences.signedIn', { name, when: words.instant(current.expiresAt) })}
      </p>
      <button type="button" class="button" onClick=${onSignOut}>
        ${words.t('preferences.signOut')}
      </button>
    </div>
  `
}

/** The button and what it opens. */
export function Preferences() {
  const { t } = useWords()
  function showSheet() {
    document.getElementById('preferences')?.hidePopover()
    isSheetOpen.set(true)
  }
  return html`
    <button type="button" class="icon-button" popovertarget="preferences"
      aria-label=${t('preferences.title')} title=${t('preferences.title')}>
      ${preferencesIcon()}
    </button>
    <div id="preferences" class="preferences" popover="auto" role="group"
      aria-label=${t('preferences.title')}>
      <${LanguageChoice} />
      <${ThemeChoice} />
      <fieldset class="choice">
        <legend>${t('preferences.keys')}</legend>
        <${SingleKeysSwitch} />
        <button type="button" class="link-button" onClick=${showSheet}>
          ${t('preferences.sheet')}
        </button>
      </fieldset>
      <${SignedIn} />
    </div>
  `
}
