/** La referencia de la API. */

/** @type {Record<keyof typeof import('../en/docs.js').docs, import('../../frame/i18n.js').Message>} */
export const docs = {
  'docs.title': 'Referencia de la API',
  'docs.lead': 'Todas las llamadas que responde este servidor, según el archivo que él mismo sirve.',
  'docs.file': 'El archivo OpenAPI',
  'docs.language': 'Las descripciones vienen del servidor y están en inglés.',
  'docs.contents': 'Contenido',
  'docs.parameters': 'Parámetros',
  'docs.body': 'Cuerpo',
  'docs.responses': 'Respuestas',
  'docs.example': 'Ejemplo',
  'docs.line': 'Desde una terminal',
  'docs.required': 'obligatorio',
  'docs.in.query': 'en la consulta',
  'docs.in.path': 'en la ruta',
  'docs.in.header': 'en una cabecera',
  'docs.in.cookie': 'en una cookie',
  'docs.default': 'por defecto {value}',
  'docs.needs': 'Requiere {permission}.',
  'docs.needs.anyone': 'Abierta a todos.',
  'docs.needs.signedIn': 'Requiere una sesión iniciada o un token.',
  'docs.needs.person': 'Solo funciona en el navegador de una persona con la sesión iniciada.',
  'docs.audit': 'En la auditoría es {action}.',
  'docs.search': 'Buscar llamadas y errores',
  'docs.none': 'Aquí nada tiene esas palabras.',
  'docs.remedy': 'Qué hacer:',
  'docs.errors': 'Códigos de error',
  'docs.errors.lead':
    'Cada rechazo bajo /v1 es un documento de problema (RFC 9457) cuyo código es uno de estos.',
  'docs.other': 'Otras llamadas',
}
