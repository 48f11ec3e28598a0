/** The command lines beside a page. */

export const same = {
  'same.title': 'O mesmo a partir de um terminal',
  'same.curl': 'a chamada à API',
  'same.cli': 'o comando',
  'same.token': 'Ponha um token seu no lugar de {token}.',
}
