/** The frame around every page: navigation, preferences, keys, copying. */

export const frame = {
  'action.close': 'Close',
  'action.retry': 'Try again',
  'action.undo': 'Undo',
  'action.cancel': 'Cancel',

  'nav.name': 'Pages',
  'nav.hosts': 'Hosts',
  'nav.start': 'Start',
  'nav.docs': 'API',
  'nav.tenant': 'Tenant',
  'nav.skip': 'Skip to the content',

  'feed.connecting': 'connecting',
  'feed.live': 'live',
  'feed.reconnecting': 'reconnecting',
  'feed.paused': 'paused',

  'preferences.title': 'Preferences',
  'preferences.language': 'Language',
  'preferences.theme': 'Colours',
  'preferences.theme.system': 'System',
  'preferences.theme.light': 'Light',
  'preferences.theme.dark': 'Dark',
  'preferences.keys': 'Keyboard',
  'preferences.sheet': 'Show all shortcuts',
  'preferences.signedIn': 'Signed in as {name} until {when}.',
  'preferences.signOut': 'Sign out',

  'keys.title': 'Keyboard shortcuts',
  'keys.switch': 'Single-key shortcuts',
  'keys.note': 'Shortcuts never act while you type.',
  'keys.next': 'Next row',
  'keys.previous': 'Previous row',
  'keys.open': 'Open the row',
  'keys.leave': 'Close, or clear the filter',
  'keys.filter': 'Filter',
  'keys.hosts': 'Go to the hosts',
  'keys.docs': 'Go to the API reference',
  'keys.sheet': 'This sheet',

  'time.justNow': 'just now',
  'time.soon': 'in less than a minute',

  'copy.action': 'Copy {name}',
  'copy.done': 'Copied: {name}',
  'copy.failed': 'The browser did not allow copying. Select the text and copy it by hand.',

  'table.waiting': { one: '{n} new row: show', other: '{n} new rows: show' },

  'page.notFound.title': 'There is no such page',
  'page.notFound.text': 'Nothing of this server is at {path}.',
  'page.notAllowed.title': 'This page is not for your role',
  'page.notAllowed.text': 'Ask somebody who is an owner or an admin here.',
  'page.failed': 'This page could not be loaded. The server may have been updated.',
  'page.reload': 'Load it again',
}
