/** A referência da API. */

/** @type {Record<keyof typeof import('../en/docs.js').docs, import('../../frame/i18n.js').Message>} */
export const docs = {
  'docs.title': 'Referência da API',
  'docs.lead': 'Todas as chamadas a que este servidor responde, segundo o ficheiro que ele próprio serve.',
  'docs.file': 'O ficheiro OpenAPI',
  'docs.language': 'As descrições vêm do servidor e estão em inglês.',
  'docs.contents': 'Conteúdo',
  'docs.parameters': 'Parâmetros',
  'docs.body': 'Corpo',
  'docs.responses': 'Respostas',
  'docs.example': 'Exemplo',
  'docs.line': 'A partir de um terminal',
  'docs.required': 'obrigatório',
  'docs.in.query': 'na consulta',
  'docs.in.path': 'no caminho',
  'docs.in.header': 'num cabeçalho',
  'docs.in.cookie': 'num cookie',
  'docs.default': 'por omissão {value}',
  'docs.needsSignIn': 'Requer a sessão ou o token do proprietário.',
  'docs.errors': 'Códigos de erro',
  'docs.errors.lead':
    'Cada recusa em /v1 é um documento de problema (RFC 9457) cujo código é um destes.',
  'docs.other': 'Outras chamadas',
}
