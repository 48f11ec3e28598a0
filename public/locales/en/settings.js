/** What the server was started with, and the policy of its relay. */

export const settings = {
  'settings.title': 'Settings',
  'settings.lead': 'What the relay may carry, what this server was started with, and what each protects from.',
  'settings.started': 'What the server was started with',
  'settings.how':
    'These are changed where the server starts, so that no restart brings back another policy: as a flag, {example}, or as a variable, {variable}. Then restart it.',
  'settings.none': 'none',
  'settings.usual': 'default',
  'settings.chosen': 'instead of {usual}',
  'settings.group.policies': 'Who may do what',
  'settings.group.codes': 'Codes',
  'settings.group.guessing': 'Against guessing',
  'settings.group.load': 'Against overload',
  'settings.group.people': 'Signing in',
  'settings.group.network': 'Network',
  'settings.group.machine': 'On the server’s machine',
  'settings.group.other': 'Others',

  'setting.registration':
    'Who may register. With open, a stranger can fill your registry and take codes that nobody owns yet; with enrolled, only hosts that you enrolled can.',
  'setting.resolve':
    'Who may turn a code into an address. Protects machines whose desktop program accepts any password: with signed-in, a guessed code is worth nothing.',
  'setting.publicList':
    'Shows every code and address to everybody. Off protects from handing a map of your machines to strangers.',
  'setting.ttl':
    'How long a code lives after its last registration. Protects from sending somebody to an address that has long belonged to another machine.',
  'setting.sweepInterval':
    'How often expired codes are removed from the disk. They stop resolving at once in any case.',
  'setting.maxCodes':
    'How many codes are held at most. Protects the disk from somebody who registers without end.',
  'setting.missesPerAddress':
    'Wrong codes that one address may ask for in 10 minutes. Protects from guessing; after a fifth of them, answers come later and later.',
  'setting.missesPerCode':
    'Vain questions for one code in 10 minutes, from everywhere. Protects from many addresses that wait together for one machine.',
  'setting.missesInAll':
    'Wrong codes from everywhere in 10 minutes before everybody gets two only. Protects from guessing spread over thousands of addresses.',
  'setting.honeypots': 'Codes that nobody has. Who asks for one is guessing, and is banned.',
  'setting.banFor':
    'How long a ban holds, also across restarts. Protects from coming back a minute later.',
  'setting.registersPerMinute':
    'Registrations per minute from one address. Protects from floods; an office of 200 hosts needs 200.',
  'setting.newCodesPerHour':
    'New codes per hour from one address. Protects from taking codes before their hosts do.',
  'setting.registersPerCodePerMinute':
    'Registrations of one code per minute. Protects from two machines that fight over one code.',
  'setting.resolvesPerMinute':
    'Resolves per minute from one address. Protects the server from programs that run wild.',
  'setting.resolvesPerCodePerMinute':
    'Resolves of one code per minute. Protects one machine from a crowd.',
  'setting.maxConnections': 'Connections at once. Protects memory.',
  'setting.maxConnectionsPerAddress':
    'Connections at once from one address. Protects from one neighbour that takes them all.',
  'setting.host':
    'Address that the server listens on. Behind a proxy on the same machine, 127.0.0.1 protects from going round the proxy.',
  'setting.port': 'Port that the server listens on. Existing programs expect 8080.',
  'setting.trustedProxies':
    'Proxies whose word for the client’s address is believed. Protects from strangers who invent an address for themselves.',
  'setting.allowedHosts':
    'Names under which this console answers. Protects from pages that point a name of theirs at your server (DNS rebinding).',
  'setting.publicUrl':
    'Where browsers reach this server. Protects from sending somebody who signs in with a provider to a false address.',
  'setting.oidcIssuer':
    'OpenID Connect provider that people may sign in with. Only who was invited here gets in, whatever the provider says.',
  'setting.oidcClientId': 'What the provider calls this server.',
  'setting.oidcClientSecretFile':
    'File with the secret that the provider gave. A file protects it from process lists and from this page.',
  'setting.oidcName': 'What the button on the sign-in page calls the provider.',
  'setting.auditKeep':
    'How long entries of the audit are kept. Longer protects from an intruder who is noticed late.',
  'setting.auditMaxRows':
    'Audit entries kept at most. Protects the disk; what strangers caused goes before what people did.',
  'setting.sessionsKeep':
    'How long ended sessions are kept. Longer shows who was where last month; shorter keeps less about people.',
  'setting.db': 'File of the database. Everything that must survive a restart lies in its folder.',
  'setting.logLevel': 'How much is logged. Secrets are never logged, at any level.',

  'relay.title': 'What the relay carries',
  'relay.lead':
    'The relay carries sessions whose ends cannot reach each other. What is saved here holds at once, for sessions that go on too, and stays after a restart.',
  'screens.title': 'Screens and terminals in the page',
  'screens.lead':
    'A session from this page is decrypted at the server: it plays the controller\'s part towards the host. A session of isr connect is not. A host can also forbid it by itself, with isr host --no-browser.',
  'screens.isOn': 'Open them here',
  'screens.isOn.text':
    'Off ends those that are open within a second. It protects from a server that sees what hosts show.',
  'screens.isForGuests': 'For guest links',
  'screens.isForGuests.text':
    'Off ends those of guests only. It protects from a link that went to the wrong hands.',
  'screens.saved': 'The policy of screens holds.',
  'relay.readOnly': 'Only who may change the server can change this.',
  'relay.save': 'Save',
  'relay.saved': 'The policy of the relay is saved and holds.',
  'relay.undo': 'Put back',
  'relay.wrong': 'A whole number from {min} to {max}.',
  'relay.wrong.some': {
    one: '{n} number is not right; nothing was saved.',
    other: '{n} numbers are not right; nothing was saved.',
  },
  'relay.unit.mbits': 'Mbit/s',
  'relay.unit.minutes': 'minutes',
  'relay.unit.sessions': 'sessions',
  'relay.isOn': 'Relay sessions',
  'relay.isOn.text':
    'Off, sessions need a direct path, which most routers do not give. Protects from carrying anything at all.',
  'relay.isForStrangers': 'Also for strangers',
  'relay.isForStrangers.text':
    'Whether controllers that did not sign in may use it: they know the code and then the PIN. Off protects your bandwidth from everybody you do not know.',
  'relay.strangerMbits': 'Rate for strangers',
  'relay.strangerMbits.text':
    'Per session and direction; 0 is no limit. Protects everybody else from a stranger who copies a disk.',
  'relay.signedInMbits': 'Rate for who signed in',
  'relay.signedInMbits.text':
    'Per session and direction; 0 is no limit. Protects colleagues from each other.',
  'relay.allMbits': 'Rate of all together',
  'relay.allMbits.text':
    'Of all sessions, per direction; 0 is no limit. Protects whatever else uses the server’s line.',
  'relay.sessionsPerCode': 'At once on one host',
  'relay.sessionsPerCode.text':
    'Sessions of one code. Protects a machine from more onlookers than its screen is meant for.',
  'relay.sessionsPerAddress': 'At once from one address',
  'relay.sessionsPerAddress.text':
    'Sessions of controllers behind one address. Protects from one neighbour that takes all places; an office shares one address.',
  'relay.sessions': 'At once in all',
  'relay.sessions.text': 'Sessions through the relay. Protects the server’s memory.',
  'relay.idleMinutes': 'Ended when idle for',
  'relay.idleMinutes.text':
    'A session that carries nothing for this long is ended; 0 is never. Protects a desk that somebody left open.',
}
