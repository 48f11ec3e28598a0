/** The contract's paths as OpenAPI, for the documents; their behaviour lives in `legacy.ts`. */

const EXAMPLE = { code: 'ISR-12345678', host: '192.168.1.20', port: 5900 }

const query = (
  name: keyof typeof EXAMPLE | 'name',
  description: string,
  isRequired = true,
  type = 'string',
) => ({
  name,
  in: 'query',
  required: isRequired,
  description,
  schema: { type },
  example: name === 'name' ? 'RECEPCION-PC' : EXAMPLE[name],
})

const answer = (description: string, example: Record<string, unknown>) => ({
  description,
  content: { 'application/json': { example } },
})

const refusal = (error: string, code?: string) =>
  answer(error, { error, success: false, ...(code ? { error_code: code } : {}) })

const LIMITED = refusal('Demasiadas peticiones: espere 30 s y vuelva a intentarlo', 'rate_limited')

const OWNER = [{ ownerToken: [] }]

const CODE = query('code', 'The code; ISR-style codes in any case and spacing.')

const TIMES = { last_update: 1_789_000_000.25, registered_at: 1_788_990_000.5 }

const lookUp = (operationId: string, summary: string, more: Record<string, unknown>) => ({
  get: {
    operationId,
    tags: ['contract'],
    summary,
    parameters: [CODE],
    responses: {
      200: answer('Found', { success: true, ...EXAMPLE, ...more }),
      400: refusal('Falta el parámetro code'),
      404: refusal('Código ISR-12345678 no encontrado'),
      429: LIMITED,
    },
  },
})

/** OpenAPI paths of the older server's API. */
export const contractPaths = {
  '/register': {
    post: {
      operationId: 'contractRegister',
      tags: ['contract'],
      summary: 'Register or refresh a code (also as a form or JSON body)',
      parameters: [
        query('code', 'The host’s code.'),
        query('host', 'IPv4 address or name that controllers dial.'),
        query('port', 'Its port; 5900 when missing.', false, 'integer'),
        query('name', 'What the host calls itself; the code when missing.', false),
      ],
      responses: {
        200: answer('Registered, on the disk', {
          success: true,
          message: 'Código ISR-12345678 registrado correctamente',
          ...EXAMPLE,
        }),
        400: refusal('Faltan parámetros: code y host son obligatorios'),
        403: refusal('Este servidor solo admite equipos inscritos', 'registration_closed'),
        429: LIMITED,
      },
    },
  },
  '/resolve': lookUp('contractResolve', 'Find where the host of a code is', {}),
  '/info': lookUp('contractInfo', 'Read everything known of a code', {
    name: 'RECEPCION-PC',
    ...TIMES,
  }),
  '/list': {
    get: {
      operationId: 'contractList',
      tags: ['contract'],
      summary: 'List every code (owner, unless --public-list)',
      security: OWNER,
      responses: {
        200: answer('Every live code', {
          success: true,
          count: 1,
          codes: {
            'ISR-12345678': { host: '192.168.1.20', port: 5900, name: 'RECEPCION-PC', ...TIMES },
          },
        }),
        401: refusal('Hace falta un token con permiso', 'sign_in_required'),
      },
    },
  },
  '/status': {
    get: {
      operationId: 'contractStatus',
      tags: ['contract'],
      summary: 'Say that the server runs',
      responses: {
        200: answer('Running', {
          success: true,
          status: 'running',
          registered_codes: 30,
          version: '2.2',
          server_version: '0.1.0',
        }),
      },
    },
  },
  '/delete': {
    post: {
      operationId: 'contractDelete',
      tags: ['contract'],
      summary: 'Delete a code (owner)',
      security: OWNER,
      parameters: [CODE],
      responses: {
        200: answer('Deleted', { success: true, message: 'Código ISR-12345678 eliminado' }),
        400: refusal('Falta el parámetro code'),
        401: refusal('Hace falta un token con permiso', 'sign_in_required'),
        404: refusal('Código ISR-12345678 no encontrado'),
      },
    },
  },
}
