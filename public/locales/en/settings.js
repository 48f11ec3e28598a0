/** The settings. */

export const settings = {
  'nav.settings': 'Settings',
  'keys.settings': 'Go to the settings',
}
