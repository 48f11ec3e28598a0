/** Why a code, a host or an enrolment is refused. */

import type { Line } from './line.ts'

export const REGISTRY_REFUSALS = {
  missing_code_and_host: {
    status: 400,
    en: 'Missing parameters: code and host are required',
    es: 'Faltan parámetros: code y host son obligatorios',
    isContract: true,
  },
  missing_code: {
    status: 400,
    en: 'Missing parameter: code',
    es: 'Falta el parámetro code',
    isContract: true,
  },
  invalid_port: {
    status: 400,
    en: 'Invalid port: give a number from 1 to 65535',
    es: 'Puerto inválido',
    isContract: true,
  },
  code_not_found: {
    status: 404,
    en: 'No host is registered under this code',
    es: 'Código {code} no encontrado',
    isContract: true,
  },
  host_not_found: {
    status: 404,
    en: 'There is no host with this id',
    es: 'No hay ningún equipo con este id',
  },
  invalid_code: {
    status: 400,
    en: 'Invalid code: use 1 to 64 characters, without control characters',
    es: 'Código inválido: de 1 a 64 caracteres, sin caracteres de control',
  },
  invalid_host: {
    status: 400,
    en: 'Invalid host: give an IPv4 address or a host name of at most 253 characters',
    es: 'Host inválido: una dirección IPv4 o un nombre de 253 caracteres como máximo',
  },
  registration_closed: {
    status: 403,
    en: 'This server takes registrations of enrolled hosts only',
    es: 'Este servidor solo admite equipos inscritos',
  },
  clock_skewed: {
    status: 401,
    en: 'The time in the proof is more than 5 minutes off; the clock of this server says {detail}',
    es: 'La hora de la prueba difiere en más de 5 minutos; el reloj de este servidor marca {detail}',
  },
  wrong_signature: {
    status: 401,
    en: 'The signature is not one of this key over this code, address, name, time and server',
    es: 'La firma no es de esta clave sobre este código, dirección, nombre, hora y servidor',
  },
  code_claimed: {
    status: 403,
    en: 'This code belongs to another host; ask for its release, or use another code',
    es: 'Este código pertenece a otro equipo; pida que lo liberen o use otro código',
  },
  code_locked: {
    status: 403,
    en: 'This code is locked to its present address; ask for it to be unlocked',
    es: 'Este código está bloqueado en su dirección actual; pida que lo desbloqueen',
  },
  code_revoked: {
    status: 403,
    en: 'This code was revoked and may not be registered again',
    es: 'Este código fue revocado y no se puede volver a registrar',
  },
  wrong_code: {
    status: 403,
    en: 'This credential registers the code it was given for, and no other',
    es: 'Esta credencial registra el código para el que se dio, y ningún otro',
  },
  enrolment_invalid: {
    status: 403,
    en: 'This enrolment token is unknown, used up, expired or revoked; ask for a new one',
    es: 'Este token de inscripción no existe, se agotó, caducó o fue revocado; pida otro',
  },
  enrolment_not_found: {
    status: 404,
    en: 'There is no enrolment with this id',
    es: 'No hay ninguna inscripción con este id',
  },
  replayed: {
    status: 409,
    en: 'A proof with this time or a later one was used already; sign again with the present time',
    es: 'Ya se usó una prueba con esta hora o una posterior; firme de nuevo con la hora actual',
  },
  registry_full: {
    status: 503,
    en: 'The registry holds as many codes as --max-codes allows',
    es: 'El registro está lleno (--max-codes)',
  },
  ban_not_found: {
    status: 404,
    en: 'This address is not banned',
    es: 'Esta dirección no está bloqueada',
  },
} as const satisfies Record<string, Line>
