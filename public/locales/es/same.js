/** The command lines beside a page. */

export const same = {
  'same.title': 'Lo mismo desde un terminal',
  'same.curl': 'la llamada a la API',
  'same.cli': 'la orden',
  'same.token': 'Pon un token tuyo en el lugar de {token}.',
}
