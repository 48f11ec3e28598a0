/**
 * English. locales/es.js has the same keys; a test and the compiler compare them.
 *
 * {places} are filled in by the page. Plural forms are chosen by the parameter n.
 */

/** @typedef {keyof typeof en} MessageKey */

/** Every sentence of the console in English. */
export const en = {
  'action.close': 'Close',
  'action.retry': 'Try again',
  'action.undo': 'Undo',
  'action.cancel': 'Cancel',

  'nav.name': 'Pages',
  'nav.hosts': 'Hosts',
  'nav.start': 'Start',
  'nav.docs': 'API',
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
  'preferences.signedIn': 'Signed in as owner until {when}.',
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

  'start.title': 'This server is running',
  'start.lead':
    'It introduces remote-desktop programs to each other: a host registers under a short code, and whoever is given the code finds the host.',
  'start.version': 'isr {version}',
  'start.program.title': 'A program that you already use',
  'start.program.text':
    'It needs only this server’s address. Change its registry URL to the one below; codes, passwords and everything else stay as they are.',
  'start.program.https':
    'Those programs speak plain http, which a server behind https usually offers on port 8080 beside it. Ask whoever runs this server if it does not answer there.',
  'start.program.url': 'server address',
  'start.register.title': 'Register a host by hand',
  'start.register.text':
    'Put in your own code, the address that the other side can reach, and the port of the desktop program.',
  'start.register.name': 'command to register a host',
  'start.resolve.title': 'Resolve a code',
  'start.resolve.text': 'The answer is the address and the port of the host.',
  'start.resolve.name': 'command to resolve a code',
  'start.token': 'Put the owner token in place of {token}.',
  'start.policies.title': 'What this server allows',

  'policy.registration.open': 'Anyone who reaches this server can register a host.',
  'policy.registration.enrolled': 'Only enrolled hosts can register.',
  'policy.resolve.open': 'Anyone who knows a code can resolve it to an address.',
  'policy.resolve.signed-in': 'Only those who are signed in can resolve a code.',
  'policy.list.public': 'The list of all hosts is public.',
  'policy.list.private': 'The list of all hosts is shown to the owner only.',
  'policy.ttl': 'A code is forgotten {ttl} after its last registration.',

  'signIn.title': 'Sign in',
  'signIn.lead': 'To see the hosts and to remove one.',
  'signIn.token': 'Owner token',
  'signIn.where':
    'The token lies in a file on the server that only the owner can read. The server prints its path when it starts; unless you chose another folder it is {path}.',
  'signIn.action': 'Sign in',
  'signIn.busy': 'Signing in…',
  'signIn.ended': 'Your sign-in has ended. Sign in again to go on.',

  'hosts.title': 'Hosts',
  'hosts.lost': 'No connection to the server since {when}. What you see may be out of date.',
  'hosts.open.both': 'Open to everyone: registering hosts and resolving codes.',
  'hosts.open.registration': 'Open to everyone: registering hosts.',
  'hosts.open.resolve': 'Open to everyone: resolving codes.',
  'hosts.open.how': 'To close it, start with {flags}.',

  'numbers.name': 'Numbers of this server',
  'numbers.hosts': 'hosts registered',
  'numbers.registers': 'registrations in the last hour',
  'numbers.resolves': 'codes resolved in the last hour',
  'numbers.refused': 'requests refused in the last hour',

  'filter.label': 'Filter hosts',
  'filter.placeholder': 'Filter by name, code or address',
  'filter.clear': 'Clear the filter',
  'filter.sort': 'Sort by',
  'filter.expiring': 'Expiring soon',
  'filter.count': { one: '{n} host', other: '{n} hosts' },
  'filter.countOf': '{n} of {total} hosts',
  'filter.partial':
    'You see the {n} hosts that were updated last, out of {total}. The filter searches all of them on the server.',
  'filter.partialFound': {
    one: 'The server found {n} host. You see {shown}.',
    other: 'The server found {n} hosts. You see {shown}.',
  },
  'filter.more': 'Show more',
  'filter.searching': 'Searching on the server…',
  'filter.none': 'No host matches {text}.',
  'filter.noneExpiring': 'No host expires soon.',

  'column.state': 'State',
  'column.code': 'Code',
  'column.name': 'Name',
  'column.address': 'Address',
  'column.updated': 'Last update',
  'column.registered': 'Registered',
  'column.actions': 'Actions',

  'state.registered': 'registered',
  'state.registered.seen': 'last seen {when}',
  'state.expiring': 'expires {when}',
  'state.expired': 'expired',
  'state.expired.seen': 'no longer resolves',

  'empty.title': 'No hosts yet',
  'empty.program': 'Give a program that you already use the address of this server:',
  'empty.line': 'Or run this line with the code and the address of the host:',
  'empty.waiting': 'Waiting for the first host. It appears here by itself.',

  'host.facts': 'Facts',
  'host.code': 'Code',
  'host.address': 'Address',
  'host.updated': 'Last update',
  'host.registered': 'Registered',
  'host.expires': 'Expires',
  'host.id': 'Id',
  'host.lines': 'From a terminal',
  'host.line.resolve': 'Resolve the code',
  'host.line.register': 'Register it again',
  'host.line.delete': 'Delete it',
  'host.gone': 'This host is no longer registered.',

  'delete.action': 'Delete {name}',
  'delete.button': 'Delete host',
  'delete.busy': 'Deleting…',
  'delete.title': 'Delete {name}',
  'delete.text':
    'Its code stops resolving at once. Deleting is not a ban: the host may register again, and its program does so whenever it starts.',
  'delete.type': 'To confirm, type the code {code}',
  'delete.done': '{name} was deleted.',

  'bans.title': {
    one: '{n} address is banned',
    other: '{n} addresses are banned',
  },
  'bans.honeypot': 'asked for {code}, a code that nobody has',
  'bans.until': 'until {when}',
  'bans.since': 'since {when}',
  'bans.lift': 'Lift ban',
  'bans.lift.name': 'Lift ban of {address}',
  'bans.lifted': '{address} is no longer banned.',
  'bans.all': 'Show all {n}',

  'docs.title': 'API reference',
  'docs.lead': 'Every call that this server answers, from the file that it serves itself.',
  'docs.file': 'The OpenAPI file',
  'docs.language': 'The descriptions come from the server and are in English.',
  'docs.contents': 'Contents',
  'docs.parameters': 'Parameters',
  'docs.body': 'Body',
  'docs.responses': 'Answers',
  'docs.example': 'Example',
  'docs.line': 'From a terminal',
  'docs.required': 'required',
  'docs.in.query': 'in the query',
  'docs.in.path': 'in the path',
  'docs.in.header': 'in a header',
  'docs.in.cookie': 'in a cookie',
  'docs.default': 'default {value}',
  'docs.needsSignIn': 'Needs the owner’s sign-in or token.',
  'docs.errors': 'Error codes',
  'docs.errors.lead':
    'Every refusal under /v1 is a problem document (RFC 9457) whose code is one of these.',
  'docs.other': 'Other calls',

  'page.notFound.title': 'There is no such page',
  'page.notFound.text': 'Nothing of this server is at {path}.',
  'page.failed': 'This page could not be loaded. The server may have been updated.',
  'page.reload': 'Load it again',

  'error.unreachable': 'The server does not answer. Check that it runs and that you can reach it.',
  'error.unexpected_answer':
    'Something between you and the server answered instead of it ({status}).',
  'error.unknown': 'The server refused: {detail}',
  'error.request': 'Request {id}',
  'error.wrong_token': 'That is not the owner token.',
  'error.sign_in_required': 'Sign in first.',
  'error.rate_limited': 'Too many attempts. Try again in {wait}.',
  'error.missing_code_and_host': 'The code and the address of the host are missing.',
  'error.missing_code': 'The code is missing.',
  'error.invalid_port': 'The port must be a number from 1 to 65535.',
  'error.code_not_found': 'No host is registered under this code.',
  'error.endpoint_not_found':
    'The server has nothing at this address. It may be older than this page.',
  'error.host_not_found': 'This host is no longer registered.',
  'error.ban_not_found': 'This address is no longer banned.',
  'error.invalid_code': 'A code has 1 to 64 visible characters.',
  'error.invalid_host': 'The address must be an IPv4 address or a host name.',
  'error.invalid_request':
    'The server did not understand this request. It may be older than this page.',
  'error.malformed_request': 'The request arrived damaged. Try again.',
  'error.registration_closed': 'This server takes registrations of enrolled hosts only.',
  'error.cross_origin':
    'The server takes this only from its own page. Open the console at its own address.',
  'error.method_not_allowed': 'The server does not take this here. It may be older than this page.',
  'error.request_timeout': 'The request did not arrive in time. Try again.',
  'error.body_too_large': 'That is too long for the server.',
  'error.unsupported_media_type':
    'The server did not understand this request. It may be older than this page.',
  'error.host_not_allowed':
    'The server does not answer under this name. See its setting --allowed-hosts.',
  'error.header_too_large':
    'The browser sent more than the server takes. Delete its cookies for this address.',
  'error.internal_error':
    'The server made a mistake. Its log has the details under the request below.',
  'error.storage_unavailable':
    'The server cannot use its disk now, so nothing was changed. Check its free space.',
  'error.registry_full': 'The registry holds as many codes as --max-codes allows.',
  'error.restarting': 'The server is restarting. Try again in a moment.',
}
