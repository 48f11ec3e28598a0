/** What asks to be looked at, above the hosts. */

export const wrong = {
  'wrong.title': 'Needs a look',
  'wrong.offline': { one: '{n} host is offline', other: '{n} hosts are offline' },
  'wrong.degraded': {
    one: '{n} host has gone silent',
    other: '{n} hosts have gone silent',
  },
  'wrong.cloned': {
    one: '{n} key is in use on two machines',
    other: '{n} keys are in use on two machines',
  },
  'wrong.moved': {
    one: '{n} code without an owner points elsewhere since today',
    other: '{n} codes without an owner point elsewhere since today',
  },
  'wrong.locked': { one: '{n} host is locked', other: '{n} hosts are locked' },
  'wrong.since': '{name} since {when}',
  'wrong.more': { one: 'and {n} more', other: 'and {n} more' },
  'wrong.show': 'Show them',
  'wrong.relay.off': 'The relay is switched off',
  'wrong.relay.off.text': 'Sessions that find no direct path fail.',
  'wrong.relay.full': 'The relay is full',
  'wrong.relay.full.text': 'Further sessions that find no direct path fail until one ends.',
  'wrong.relay.closed': 'The relay carries only people who signed in',
  'wrong.relay.closed.text': 'Strangers who know a code and a PIN need a direct path.',
  'wrong.relay.show': 'Relay policy',
  'wrong.storage': 'The server cannot write to its disk',
  'wrong.storage.text':
    'Known codes still resolve; nothing new is kept. Look at its free space and its log.',
  'wrong.refused': {
    one: '{n} request was refused in the last hour',
    other: '{n} requests were refused in the last hour',
  },
  'wrong.refused.text': 'A usual hour of this server has {n}.',
  'wrong.refused.show': 'Refusals in the audit',
}
