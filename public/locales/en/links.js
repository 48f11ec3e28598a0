/** Guest links of a host. */

export const links = {
  'links.title': 'Guest links',
  'links.none':
    'With a guest link somebody without an account opens one service of this host in a browser, with nothing installed. It ends by itself, after the time and the uses that you choose.',
  'links.noBrowser':
    'This host does not let itself be opened in browsers, so a guest link would open nothing.',
  'links.make': 'Make a guest link',
  'links.make.button': 'Make link',
  'links.service': 'Service',
  'links.may': 'The guest may',
  'links.may.look': 'see the screen only',
  'links.may.control': 'see and control the screen',
  'links.may.terminal': 'use a terminal',
  'links.valid': 'Valid for',
  'links.valid.date': 'until a day…',
  'links.valid.last': 'Last day',
  'links.uses': 'Uses',
  'links.note': 'What it is for',
  'links.note.example': 'the auditor, on Friday',
  'links.unnamed': 'Without a note',
  'links.made': 'The link is made',
  'links.link': 'Link for the guest',
  'links.tell.send':
    'Send it to one person, by a way that nobody else reads. The guest opens it in any browser.',
  'links.tell.uses': {
    one: 'It lets somebody in once, until {until}.',
    other: 'It lets somebody in {n} times, until {until}.',
  },
  'links.tell.pin': 'If the host asks for its PIN, tell it by another way than the link.',
  'links.tell.terminal':
    'For a terminal the guest also needs a user name of that machine, with its password or key.',
  'links.used': 'Used',
  'links.usedOf': '{used} of {n}',
  'links.ends': 'Ends',
  'links.by': 'Made by',
  'links.state.good': 'works',
  'links.state.used-up': 'used up',
  'links.state.expired': 'expired',
  'links.state.revoked': 'revoked',
  'links.ended': { one: '{n} link that has ended', other: '{n} links that have ended' },
  'links.endedName': 'Guest links that have ended',
  'links.revoke': 'Revoke',
  'links.revoke.name': 'Revoke the link “{name}”',
  'links.revoke.title': 'Revoke this guest link?',
  'links.revoke.text':
    'The link {name} stops working at once, and what a guest has open by it is closed. Nobody can take this back.',
  'links.revoked': 'The guest link is revoked.',
}
