/** What the server was started with. */

export const settings = {
  'settings.title': 'Settings',
  'settings.lead': 'What this server was started with, and what each setting protects from.',
  'settings.how':
    'Settings are changed where the server starts, so that no restart brings back another policy: as a flag, {example}, or as a variable, {variable}. Then restart it.',
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
  'setting.db': 'File of the database. Everything that must survive a restart lies in its folder.',
  'setting.logLevel': 'How much is logged. Secrets are never logged, at any level.',
}
