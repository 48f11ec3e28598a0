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
  'docs.needs': 'Requer {permission}.',
  'docs.needs.anyone': 'Aberta a todos.',
  'docs.needs.signedIn': 'Requer sessão iniciada ou um token.',
  'docs.needs.person': 'Só funciona no navegador de uma pessoa com sessão iniciada.',
  'docs.audit': 'Na auditoria é {action}.',
  'docs.search': 'Procurar chamadas e erros',
  'docs.none': 'Nada aqui tem essas palavras.',
  'docs.remedy': 'O que fazer:',
  'docs.errors': 'Códigos de erro',
  'docs.errors.lead':
    'Cada recusa em /v1 é um documento de problema (RFC 9457) cujo código é um destes.',
  'docs.other': 'Outras chamadas',
}
