/** Tags of hosts: changing them, on one and on several. */

export const tags = {
  'tags.of': 'Tags of {name}',
  'tags.add': 'Add a tag',
  'tags.add.to': 'Add a tag to {name}',
  'tags.remove': 'Remove the tag {tag}',
  'tags.hint': 'Enter or a comma adds it, Backspace in the empty field removes the last.',
  'tags.added': '{name} has the tag {tag} now.',
  'tags.removed': '{name} no longer has the tag {tag}.',
  'tags.undone': 'Taken back.',
  'tags.invalid':
    'A tag begins with a letter or digit and has spaces, dots, dashes and underscores besides, 32 characters at most.',
  'tags.most': 'A host has ten tags at most.',
  'tags.bulk.tag': 'Tag',
  'tags.bulk.field': 'Tag for the selected hosts',
  'tags.bulk.add': 'Add tag',
  'tags.bulk.remove': 'Remove tag',
  'tags.bulk.add.done': {
    one: '{n} host was given the tag {tag}.',
    other: '{n} hosts were given the tag {tag}.',
  },
  'tags.bulk.remove.done': {
    one: 'The tag {tag} was taken from {n} host.',
    other: 'The tag {tag} was taken from {n} hosts.',
  },
  'tags.bulk.none.add': 'All of them have the tag {tag} already.',
  'tags.bulk.none.remove': 'None of them has the tag {tag}.',
}
