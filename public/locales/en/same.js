/** The command lines beside a page. */

export const same = {
  'same.title': 'The same from a terminal',
  'same.curl': 'the call of the API',
  'same.cli': 'the command',
  'same.token': 'Put a token of yours in the place of {token}.',
}
