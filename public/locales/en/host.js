/** The page of one host, and acts on several. */

export const host = {
  'hostpage.title': 'Host',
  'hostpage.back': 'All hosts',
  'hostpage.unknown':
    'There is no host with this id here. It may have been deleted, or belong to another tenant.',
  'hostpage.services': 'Services',
  'hostpage.services.none': 'Its services are known while it is online.',
  'hostpage.services.plain':
    'It announces itself, but has no agent: a controller reaches it at its address. To open it from here, run this on it:',
  'hostpage.connect': 'Connect to {service}',
  'hostpage.audit': 'Last acts on this host and its guest links',
  'hostpage.audit.none': 'Nobody has acted on this host yet.',
  'hostpage.audit.all': 'All acts on the host in the audit',
  'hostpage.diagnose': 'Diagnose',
  'bulk.name': 'Selected hosts',
  'bulk.count': { one: '{n} host selected', other: '{n} hosts selected' },
  'bulk.clear': 'Clear selection',
  'bulk.tags': 'Tags…',
  'bulk.delete': 'Delete…',
  'bulk.busy': '{done} of {n}',
  'bulk.lock.done': { one: '{n} host is locked.', other: '{n} hosts are locked.' },
  'bulk.unlock.done': { one: '{n} host is unlocked.', other: '{n} hosts are unlocked.' },
  'bulk.delete.done': { one: '{n} host was deleted.', other: '{n} hosts were deleted.' },
  'bulk.delete.title': { one: 'Delete {n} host', other: 'Delete {n} hosts' },
  'bulk.refused': {
    one: '{n} was refused and stays selected:',
    other: '{n} were refused and stay selected:',
  },
  'bulk.undone': 'Taken back.',
}
