/**
 * Reads an OpenAPI 3.1 document into what the reference shows. Pure; knows only what this server's
 * file uses: local references, objects, arrays, simple types, examples.
 */

/** @typedef {Record<string, any>} Json */
/**
 * @typedef {{ name: string, type: string, isRequired: boolean, description: string,
 *   in?: string, defaultValue?: string }} Field
 */
/** @typedef {{ status: string, description: string, example: unknown }} Answer */
/**
 * @typedef {{
 *   id: string,
 *   method: string,
 *   path: string,
 *   summary: string,
 *   description: string,
 *   needsSignIn: boolean,
 *   needs: string,
 *   audit: string,
 *   parameters: Field[],
 *   bodyFields: Field[],
 *   bodyExample: unknown,
 *   answers: Answer[],
 * }} Operation
 */
/** @typedef {{ name: string, description: string, operations: Operation[] }} Group */
/**
 * @typedef {{ code: string, status: number, title: string, why?: string, remedy?: string,
 *   isTranslated?: boolean }} RefusalEntry
 */

const methods = ['get', 'post', 'put', 'patch', 'delete']

/**
 * What stands for a value whose schema gives no example.
 * @type {Record<string, unknown>}
 */
const plainExamples = { string: '…', integer: 0, number: 0, boolean: false }

/** How deep examples are built from schemas; deeper is a file that refers to itself. */
const deepest = 6

/**
 * Follows a local reference.
 * @param {Json} document
 * @param {Json | undefined} node
 * @returns {Json}
 */
function resolve(document, node) {
  if (!node) return {}
  if (typeof node['$ref'] !== 'string') return node
  const steps = node['$ref'].replace(/^#\//, '').split('/')
  /** @type {any} */
  let found = document
  for (const step of steps) found = found?.[step.replace(/~1/g, '/').replace(/~0/g, '~')]
  return found ?? {}
}

/**
 * @param {Json} document
 * @param {Json} schema
 * @returns {string}
 */
function typeOf(document, schema) {
  if (schema['$ref']) return typeOf(document, resolve(document, schema))
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  /** @type {unknown[] | undefined} */
  const values = schema.enum
  if (values) return values.map((value) => JSON.stringify(value)).join(' | ')
  /** @type {Json[] | undefined} */
  const options = schema.anyOf ?? schema.oneOf
  if (options) return options.map((option) => typeOf(document, option)).join(' | ')
  if (schema.type === 'array') return `${typeOf(document, schema.items ?? {})}[]`
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : schema.type
  return String(type ?? 'any')
}

/**
 * @param {Json} document
 * @param {Json} schema
 * @returns {unknown}
 */
function exampleOf(document, schema, depth = 0) {
  if (depth > deepest) return null
  const resolved = resolve(document, schema)
  if (resolved.example !== undefined) return resolved.example
  if (resolved.examples?.[0] !== undefined) return resolved.examples[0]
  if (resolved.const !== undefined) return resolved.const
  if (resolved.default !== undefined) return resolved.default
  if (resolved.enum) return resolved.enum[0]
  const first = (resolved.anyOf ?? resolved.oneOf ?? resolved.allOf)?.[0]
  if (first) return exampleOf(document, first, depth + 1)
  if (resolved.type === 'array') return [exampleOf(document, resolved.items ?? {}, depth + 1)]
  if (!resolved.properties) return plainExamples[resolved.type]
  return Object.fromEntries(
    Object.entries(resolved.properties).map(([name, property]) => [
      name,
      exampleOf(document, /** @type {Json} */ (property), depth + 1),
    ]),
  )
}

/** @param {Json | undefined} content */
const jsonContent = (content) =>
  content?.['application/json'] ??
  // A problem document looks the same for every refusal; its code, which is named, says it all.
  (content && !content['application/problem+json'] ? Object.values(content)[0] : undefined)

/**
 * @param {Json} document
 * @param {Json | undefined} content
 */
function exampleOfContent(document, content) {
  const media = jsonContent(content)
  if (!media) return undefined
  /** @type {Json[]} */
  const named = Object.values(media.examples ?? {})
  const given = media.example ?? resolve(document, named[0]).value
  return given ?? exampleOf(document, media.schema ?? {})
}

/**
 * @param {Json} document
 * @param {Json} schema
 * @returns {Field[]}
 */
function fieldsOf(document, schema) {
  const resolved = resolve(document, schema)
  const required = new Set(resolved.required ?? [])
  return Object.entries(resolved.properties ?? {}).map(([name, property]) => {
    const facts = resolve(document, property)
    return {
      name,
      type: typeOf(document, property),
      isRequired: required.has(name),
      description: property.description ?? facts.description ?? '',
      ...(facts.default === undefined ? {} : { defaultValue: JSON.stringify(facts.default) }),
    }
  })
}

/**
 * @param {Json} document
 * @param {Json} parameter
 * @returns {Field}
 */
function parameterOf(document, parameter) {
  const facts = resolve(document, parameter)
  const schema = resolve(document, facts.schema)
  return {
    name: facts.name,
    in: facts.in,
    type: typeOf(document, schema),
    isRequired: Boolean(facts.required),
    description: facts.description ?? schema.description ?? '',
    ...(schema.default === undefined ? {} : { defaultValue: JSON.stringify(schema.default) }),
  }
}

/**
 * @param {Json} document
 * @param {string} method
 * @param {string} path
 * @param {Json} operation
 * @param {Json[]} shared parameters of the whole path
 * @returns {Operation}
 */
function operationOf(document, method, path, operation, shared) {
  const body = resolve(document, operation.requestBody)
  /** @type {Json[]} */
  const security = operation.security ?? document.security ?? []
  /** @type {Json[]} */
  const parameters = [...shared, ...(operation.parameters ?? [])]
  /** @type {[string, Json][]} */
  const responses = Object.entries(operation.responses ?? {})
  return {
    id: operation.operationId ?? `${method}-${path.replace(/\W+/g, '-')}`,
    method: method.toUpperCase(),
    path,
    summary: operation.summary ?? '',
    description: operation.description ?? '',
    // An empty requirement among others means that the call also works without a sign-in.
    needsSignIn: security.length > 0 && security.every((one) => Object.keys(one).length > 0),
    needs: operation['x-needs'] ?? '',
    audit: operation['x-audit'] ?? '',
    parameters: parameters.map((one) => parameterOf(document, one)),
    bodyFields: fieldsOf(document, jsonContent(body.content)?.schema ?? {}),
    bodyExample: exampleOfContent(document, body.content),
    answers: responses.map(([status, response]) => {
      const facts = resolve(document, response)
      return {
        status,
        description: facts.description ?? '',
        example: exampleOfContent(document, facts.content),
      }
    }),
  }
}

/**
 * Returns the operations by tag, in the order in which the file names the tags.
 * @param {Json} document
 * @returns {Group[]}
 */
export function groupsOf(document) {
  /** @type {Map<string, Group>} */
  const groups = new Map()
  for (const { name, description } of document.tags ?? []) {
    groups.set(name, { name, description: description ?? '', operations: [] })
  }
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of methods) {
      const operation = item[method]
      if (!operation) continue
      const tag = operation.tags?.[0] ?? ''
      /** @type {Group} */
      const group = groups.get(tag) ?? { name: tag, description: '', operations: [] }
      groups.set(tag, group)
      group.operations.push(operationOf(document, method, path, operation, item.parameters ?? []))
    }
  }
  return [...groups.values()].filter(({ operations }) => operations.length > 0)
}

/**
 * Returns the catalogue of refusals in the file.
 * @param {Json} document
 * @returns {RefusalEntry[]}
 */
export const refusalsOf = (document) => document['x-refusals'] ?? []

/**
 * Leaves what has every word of a text in it, in whatever case; groups that end up empty go.
 * @param {{ groups: Group[], refusals: RefusalEntry[] }} all
 * @param {string} text
 * @param {(code: string) => string} sentenceOf what a refusal says in the reader's language
 */
export function searchIn({ groups, refusals }, text, sentenceOf) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return { groups, refusals }
  const holds = (/** @type {unknown[]} */ ...parts) => {
    const all = parts.join(' ').toLowerCase()
    return words.every((word) => all.includes(word))
  }
  const found = groups.map((group) => ({
    ...group,
    operations: group.operations.filter(({ method, path, summary, description, needs, audit }) =>
      holds(group.name, method, path, summary, description, needs, audit),
    ),
  }))
  return {
    groups: found.filter(({ operations }) => operations.length > 0),
    refusals: refusals.filter(({ code, status, title, why, remedy }) =>
      holds(code, status, title, why, remedy, sentenceOf(code)),
    ),
  }
}

/**
 * Returns the call as a line for a terminal, with the file's examples in it.
 * @param {Json} document
 * @param {Operation} operation
 * @param {string} origin
 * @param {string} token what stands in the place of the owner token
 */
export function curlOf(document, operation, origin, token) {
  const raw = document.paths[operation.path][operation.method.toLowerCase()]
  const parameters = [
    ...(document.paths[operation.path].parameters ?? []),
    ...(raw.parameters ?? []),
  ].map((one) => resolve(document, one))
  /** @param {Json} parameter */
  const valueOf = (parameter) =>
    parameter.example ?? resolve(document, parameter.schema).example ?? parameter.name.toUpperCase()
  let path = operation.path
  const query = new URLSearchParams()
  for (const parameter of parameters) {
    if (parameter.in === 'path') {
      path = path.replace(`{${parameter.name}}`, encodeURIComponent(String(valueOf(parameter))))
    } else if (parameter.in === 'query' && parameter.required) {
      query.set(parameter.name, String(valueOf(parameter)))
    }
  }
  const search = query.toString()
  const body = operation.bodyExample
  // A quote inside single quotes ends them in a shell, so it is written as '\''.
  const json = body === undefined ? '' : JSON.stringify(body).replaceAll("'", String.raw`'\''`)
  return [
    'curl',
    operation.method === 'GET' ? '' : `-X ${operation.method}`,
    operation.needsSignIn ? `-H "Authorization: Bearer ${token}"` : '',
    json && '-H "Content-Type: application/json"',
    json && `-d '${json}'`,
    `"${origin}${path}${search && `?${search}`}"`,
  ]
    .filter(Boolean)
    .join(' ')
}
