/** Tags of hosts: changing them, on one and on several. */

export const tags = {
  'tags.of': 'Etiquetas de {name}',
  'tags.add': 'Adicionar etiqueta',
  'tags.add.to': 'Adicionar uma etiqueta a {name}',
  'tags.remove': 'Remover a etiqueta {tag}',
  'tags.hint': 'Enter ou uma vírgula adiciona-a; Retrocesso com o campo vazio remove a última.',
  'tags.added': '{name} tem agora a etiqueta {tag}.',
  'tags.removed': '{name} já não tem a etiqueta {tag}.',
  'tags.undone': 'Anulado.',
  'tags.invalid':
    'Uma etiqueta começa por letra ou algarismo e admite ainda espaços, pontos, hífenes e traços inferiores, com 32 caracteres no máximo.',
  'tags.most': 'Um equipamento tem dez etiquetas no máximo.',
  'tags.bulk.tag': 'Etiqueta',
  'tags.bulk.field': 'Etiqueta para os equipamentos selecionados',
  'tags.bulk.add': 'Adicionar etiqueta',
  'tags.bulk.remove': 'Remover etiqueta',
  'tags.bulk.add.done': {
    one: '{n} equipamento recebeu a etiqueta {tag}.',
    other: '{n} equipamentos receberam a etiqueta {tag}.',
  },
  'tags.bulk.remove.done': {
    one: 'A etiqueta {tag} foi retirada de {n} equipamento.',
    other: 'A etiqueta {tag} foi retirada de {n} equipamentos.',
  },
  'tags.bulk.none.add': 'Todos têm já a etiqueta {tag}.',
  'tags.bulk.none.remove': 'Nenhum tem a etiqueta {tag}.',
}
