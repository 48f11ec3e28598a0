/** The API reference. */

export const docs = {
  'docs.title': 'API reference',
  'docs.lead': 'Every call that this server answers, from the file that it serves itself.',
  'docs.file': 'The OpenAPI file',
  'docs.language': 'The descriptions come from the server and are in English.',
  'docs.contents': 'Contents',
  'docs.parameters': 'Parameters',
  'docs.body': 'Body',
  'docs.responses': 'Answers',
  'docs.example': 'Example',
  'docs.line': 'From a terminal',
  'docs.required': 'required',
  'docs.in.query': 'in the query',
  'docs.in.path': 'in the path',
  'docs.in.header': 'in a header',
  'docs.in.cookie': 'in a cookie',
  'docs.default': 'default {value}',
  'docs.needsSignIn': 'Needs the owner’s sign-in or token.',
  'docs.errors': 'Error codes',
  'docs.errors.lead':
    'Every refusal under /v1 is a problem document (RFC 9457) whose code is one of these.',
  'docs.other': 'Other calls',
}
