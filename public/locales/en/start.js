/** The public page. */

export const start = {
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

  'signIn.title.password': 'Sign in',
  'signIn.title.totp': 'Second step',
  'signIn.title.recovery': 'Second step',
  'signIn.title.token': 'Sign in with the owner token',
  'signIn.way.password': 'Back',
  'signIn.way.totp': 'Use the code of your app',
  'signIn.way.recovery': 'Use a recovery code',
  'signIn.way.token': 'Sign in with the owner token',
  'signIn.provider': 'Sign in with {name}',
  'signIn.first': 'Sign in to see this page.',
  'signIn.setUp.title': 'Nobody has an account here yet',
  'signIn.setUp.text': 'Whoever can read the owner token makes the first one.',
  'signIn.setUp.action': 'Set this server up',
  'signIn.token': 'Owner token',
  'signIn.where':
    'The token lies in a file on the server that only the owner can read. The server prints its path when it starts; unless you chose another folder it is {path}.',
  'signIn.action': 'Sign in',
  'signIn.busy': 'Signing in…',
  'signIn.ended': 'Your sign-in has ended. Sign in again to go on.',
}
