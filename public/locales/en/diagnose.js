/** What works between this browser, the server and a host. */

export const diagnose = {
  'diagnose.title': 'Diagnose',
  'diagnose.lead':
    'What works between this browser and the server, and what does not. Some networks cut what others let through, so run it where the trouble is.',
  'diagnose.again': 'Check again',
  'diagnose.word.ok': 'works',
  'diagnose.word.warn': 'look',
  'diagnose.word.bad': 'fails',
  'diagnose.word.busy': 'checking',
  'diagnose.word.skipped': 'not checked',
  'diagnose.server': 'The server',
  'diagnose.server.ok': 'It answers in {ms} ms; it is version {version}.',
  'diagnose.server.bad': 'It did not answer. Check that it runs, and that this network reaches it.',
  'diagnose.https': 'Encryption',
  'diagnose.https.ok': 'This page came by https.',
  'diagnose.https.warn':
    'This page came by plain http: on the way it can be read and changed. Put https before the server; its manual has a configuration for nginx.',
  'diagnose.websocket': 'WebSockets',
  'diagnose.websocket.ok': 'They get through, in {ms} ms. Hosts and sessions need them.',
  'diagnose.websocket.bad':
    'The upgrade did not pass. A proxy on the way has to hand on the Upgrade and Connection headers.',
  'diagnose.clock': 'Clocks',
  'diagnose.clock.ok': 'This computer\'s and the server\'s differ by {seconds} s.',
  'diagnose.clock.warn':
    'They differ by {seconds} s. From 300 s on the server refuses proofs of hosts: set the clock that is wrong.',
  'diagnose.address': 'Your address',
  'diagnose.address.ok':
    'The server sees you at {address}. If this is a proxy\'s address, name the proxy with {flag}.',
  'diagnose.idle': 'Silent connections',
  'diagnose.idle.skipped':
    'Takes {n} s of silence. Proxies and routers often cut what says nothing for a minute.',
  'diagnose.idle.busy': 'Silent since {n} s…',
  'diagnose.idle.ok': 'One was still open after {n} s.',
  'diagnose.idle.bad':
    'Something on the way cut one after {n} s. Raise the read timeout of the proxy above 60 s; hosts say something every 20 s and get through.',
  'diagnose.idle.start': 'Test it',
  'diagnose.host': 'A host',
  'diagnose.host.choose': 'Code or name of the host',
  'diagnose.host.look': 'Look at it',
  'diagnose.host.none': 'No host here has this code or name.',
  'diagnose.presence': 'Presence',
  'diagnose.presence.online': 'Online; its channel is open.',
  'diagnose.presence.degraded':
    'Its channel is open but silent. Its network may be slow, or it is going to sleep.',
  'diagnose.presence.offline':
    'Offline. See that the machine runs, has a network, and that its isr host program is started.',
  'diagnose.presence.registered':
    'It announced itself and nothing more is known: it has no agent. Only a controller that reaches its address gets there.',
  'diagnose.presence.expired':
    'It has not announced itself for too long, so its code does not resolve. Start its program again.',
  'diagnose.code': 'Code',
  'diagnose.code.ok': 'It has an owner and is not locked.',
  'diagnose.code.unowned':
    'Nobody owns it: anybody may register it. A host agent with a key, or an enrolment, changes that.',
  'diagnose.code.locked': 'It is locked: it works from its present address only.',
  'diagnose.code.revoked': 'It is revoked: nobody may register it, and it does not resolve.',
  'diagnose.session': 'Session of {when}',
  'diagnose.session.none': 'Nobody has asked for a session with it yet.',
  'diagnose.outcome.completed': 'It was connected and ended in good order.',
  'diagnose.outcome.refused':
    'It was refused. A wrong PIN, a policy or a person said no: see the reason.',
  'diagnose.outcome.lonely':
    'One end never came. Check both networks with isr doctor, and that the relay is on.',
  'diagnose.outcome.redundant':
    'A better path was found at the same time, so this one was not needed.',
  'diagnose.outcome.failed':
    'It broke off. The network changed, or the service behind the host stopped: start that service and try again.',
  'diagnose.outcome.killed': 'Somebody ended it here. The audit says who.',
  'diagnose.line': 'The same from a terminal, and more: it also tries the direct path',
}
