/** What a guest reads who was sent a link. */

export const guest = {
  'guest.title': 'Guest link',
  'guest.title.screen': 'A screen is shared with you',
  'guest.title.terminal': 'A terminal is shared with you',
  'guest.text.screen': 'With this link you see the screen of {host} in this page. You need no account.',
  'guest.text.terminal':
    'With this link you get a terminal of {host} in this page. You need no account here, but one on that machine.',
  'guest.host': 'Machine',
  'guest.service': 'Service',
  'guest.may': 'You may',
  'guest.may.look': 'look, and nothing else',
  'guest.may.control': 'look, type and click',
  'guest.may.terminal': 'sign in and type',
  'guest.until': 'Good until',
  'guest.uses': 'Uses left',
  'guest.offline': 'This machine is not connected now.',
  'guest.lookAgain': 'Look again',
  'guest.honest':
    'Opening it is one use and is recorded with your address. The session is decrypted at this server, and whoever sent you the link can end it at any time.',
  'guest.open.screen': 'Open the screen',
  'guest.open.terminal': 'Open the terminal',
  'guest.over': 'This link opens nothing',
  'guest.none':
    'The address is not whole: a guest link ends in a long secret behind #. Open it again as it was sent to you.',
}
