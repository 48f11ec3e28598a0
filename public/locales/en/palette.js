/** The command palette. */

export const palette = {
  'palette.title': 'Go to, or do',
  'palette.label': 'Page, host or act',
  'palette.none': 'Nothing matches.',
  'palette.page': 'page',
  'palette.host': 'host',
  'palette.act': 'act',
  'palette.lock': 'Lock {name}',
  'palette.unlock': 'Unlock {name}',
  'palette.open': 'Open the page of {name}',
  'palette.sessions': 'Sessions of {name}',
  'palette.diagnose': 'Diagnose {name}',
  'palette.offline': 'Hosts that are offline',
  'palette.enrol': 'Let a host in',
  'palette.account': 'Your account',
  'palette.theme.light': 'Light colours',
  'palette.theme.dark': 'Dark colours',
  'palette.theme.system': 'Colours of the system',
  'palette.keys': 'Keyboard shortcuts',
  'palette.count': { one: '{n} result', other: '{n} results' },
}
