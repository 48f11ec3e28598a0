/** Tags of hosts: changing them, on one and on several. */

export const tags = {
  'tags.of': 'Etiquetas de {name}',
  'tags.add': 'Añadir etiqueta',
  'tags.add.to': 'Añadir una etiqueta a {name}',
  'tags.remove': 'Quitar la etiqueta {tag}',
  'tags.hint': 'Intro o una coma la añaden; Retroceso con el campo vacío quita la última.',
  'tags.added': '{name} tiene ahora la etiqueta {tag}.',
  'tags.removed': '{name} ya no tiene la etiqueta {tag}.',
  'tags.undone': 'Deshecho.',
  'tags.invalid':
    'Una etiqueta empieza por letra o cifra y admite además espacios, puntos, guiones y guiones bajos, con 32 caracteres como máximo.',
  'tags.most': 'Un equipo tiene diez etiquetas como máximo.',
  'tags.bulk.tag': 'Etiqueta',
  'tags.bulk.field': 'Etiqueta para los equipos seleccionados',
  'tags.bulk.add': 'Añadir etiqueta',
  'tags.bulk.remove': 'Quitar etiqueta',
  'tags.bulk.add.done': {
    one: '{n} equipo ha recibido la etiqueta {tag}.',
    other: '{n} equipos han recibido la etiqueta {tag}.',
  },
  'tags.bulk.remove.done': {
    one: 'Se ha quitado la etiqueta {tag} de {n} equipo.',
    other: 'Se ha quitado la etiqueta {tag} de {n} equipos.',
  },
  'tags.bulk.none.add': 'Todos tienen ya la etiqueta {tag}.',
  'tags.bulk.none.remove': 'Ninguno tiene la etiqueta {tag}.',
}
