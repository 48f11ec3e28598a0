/** The first host: its line, and the wait for it. */

export const first = {
  'first.text':
    'Run one line on a machine. It needs a token, which this makes: for one host, for one day.',
  'first.make': 'Make the line',
  'first.line': 'The line for the first host',
  'first.once': 'You see the token only now. Whoever has it can let in one host, until tomorrow.',
  'first.name': 'First host',
  'first.open': 'Here anybody may register, so a line without a token does it too:',
}
