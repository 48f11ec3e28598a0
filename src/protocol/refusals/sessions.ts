/**
 * Why a session, a control channel or a tunnel is refused or ended. On a WebSocket the close code is
 * 4000 + `status` and the reason is the refusal's code.
 */

import type { Line } from './line.ts'

export const SESSION_REFUSALS = {
  upgrade_required: {
    status: 426,
    en: 'This path speaks WebSocket only; a proxy on the way may have taken the upgrade out',
    es: 'Esta ruta solo habla WebSocket; quizá un proxy intermedio quitó la petición de cambio',
  },
  hello_timeout: {
    status: 408,
    en: 'The first message did not arrive in time',
    es: 'El primer mensaje no llegó a tiempo',
  },
  too_many_messages: {
    status: 429,
    en: 'Too many messages in a short time on this channel',
    es: 'Demasiados mensajes en poco tiempo por este canal',
  },
  channel_replaced: {
    status: 409,
    en: 'The same host opened a newer channel',
    es: 'El mismo equipo abrió un canal más nuevo',
  },
  host_cloned: {
    status: 409,
    en: 'Another machine with the same key is connected: give this one a key of its own',
    es: 'Otra máquina con la misma clave está conectada: dé a esta una clave propia',
  },
  host_removed: {
    status: 403,
    en: 'The host was deleted, released or revoked on the server',
    es: 'El equipo fue eliminado, liberado o revocado en el servidor',
  },
  channel_lost: {
    status: 408,
    en: 'The other end has not been heard of for too long',
    es: 'Hace demasiado tiempo que no se sabe nada del otro extremo',
  },
  no_agent: {
    status: 409,
    en: 'This host registered an address only: reach it directly at what /v1/resolve says',
    es: 'Este equipo solo registró una dirección: conéctese directamente a la que dice /v1/resolve',
  },
  host_offline: {
    status: 409,
    en: 'The host is not connected to the server since {detail}',
    es: 'El equipo no está conectado al servidor desde {detail}',
  },
  service_not_found: {
    status: 404,
    en: 'The host does not offer this service; it offers: {detail}',
    es: 'El equipo no ofrece este servicio; ofrece: {detail}',
  },
  session_not_found: {
    status: 404,
    en: 'There is no session with this id',
    es: 'No hay ninguna sesión remota con este id',
  },
  host_busy: {
    status: 429,
    en: 'This code has {limit} sessions already, as many as the relay policy allows',
    es: 'Este código ya tiene {limit} sesiones remotas, las que permite la política del relé',
  },
  too_many_sessions: {
    status: 429,
    en: 'Too many sessions come from your address: {limit} are allowed',
    es: 'Demasiadas sesiones remotas desde su dirección: se permiten {limit}',
  },
  relay_full: {
    status: 503,
    en: 'The server carries as many sessions as its relay policy allows; try again later',
    es: 'El servidor ya lleva las sesiones que permite su política de relé; inténtelo más tarde',
  },
  relay_off: {
    status: 403,
    en: 'The relay policy of this server does not allow this; a direct path may work',
    es: 'La política de relé de este servidor no lo permite; quizá funcione el camino directo',
  },
  bad_ticket: {
    status: 403,
    en: 'This ticket is unknown, was used already or is too old; ask for a new session',
    es: 'Este billete no existe, ya se usó o es demasiado viejo; pida una sesión nueva',
  },
  host_refused: {
    status: 403,
    en: 'The host refused the session: {detail}',
    es: 'El equipo rechazó la sesión: {detail}',
  },
  wrong_pin: {
    status: 403,
    en: 'The PIN is not the one that the host shows',
    es: 'El PIN no es el que muestra el equipo',
  },
  pin_locked: {
    status: 429,
    en: 'Too many wrong PINs: the host takes none for {seconds} s',
    es: 'Demasiados PIN erróneos: el equipo no admite ninguno durante {seconds} s',
  },
  peer_never_came: {
    status: 408,
    en: 'The other end did not come to the relay in time',
    es: 'El otro extremo no llegó al relé a tiempo',
  },
  peer_gone: {
    status: 410,
    en: 'The other end broke off',
    es: 'El otro extremo se cortó',
  },
  peer_stalled: {
    status: 408,
    en: 'The other end has not taken or sent anything for too long',
    es: 'El otro extremo lleva demasiado tiempo sin recibir ni enviar nada',
  },
  session_killed: {
    status: 403,
    en: 'Somebody who may ended this session',
    es: 'Alguien con permiso terminó esta sesión',
  },
  authority_ended: {
    status: 403,
    en: 'The sign-in, token or host that this session was allowed by is no longer valid',
    es: 'El inicio de sesión, token o equipo que permitía esta sesión ya no es válido',
  },
  session_replaced: {
    status: 409,
    en: 'The same controller asked for this host again',
    es: 'El mismo controlador volvió a pedir este equipo',
  },
  browser_not_allowed: {
    status: 403,
    en: 'This host takes no sessions from a browser: connect with isr connect',
    es: 'Este equipo no admite sesiones desde el navegador: conéctese con isr connect',
  },
  screens_off: {
    status: 403,
    en: 'This server does not open screens and terminals in browsers',
    es: 'Este servidor no abre pantallas ni terminales en el navegador',
  },
  too_many_screens: {
    status: 429,
    en: 'As many screens are open as there may be: {limit}. Close one, or try again later',
    es: 'Ya hay tantas pantallas abiertas como se permiten: {limit}. Cierre una o inténtelo más tarde',
  },
  view_only_impossible: {
    status: 409,
    en: 'View only cannot be kept here: the server does not understand what would be sent to the host',
    es: 'Aquí no se puede garantizar que solo se mire: el servidor no entiende lo que se enviaría al equipo',
  },
  service_down: {
    status: 503,
    en: 'The program behind this service does not answer at the host',
    es: 'El programa que hay detrás de este servicio no responde en el equipo',
  },
  host_not_proved: {
    status: 503,
    en: 'The other end could not prove that it is the host',
    es: 'El otro extremo no pudo demostrar que es el equipo',
  },
  not_ssh: {
    status: 503,
    en: 'What answers at the host is not an SSH server that this server understands',
    es: 'Lo que responde en el equipo no es un servidor SSH que este servidor entienda',
  },
  ssh_login_failed: {
    status: 403,
    en: 'The SSH server of the host did not take the login',
    es: 'El servidor SSH del equipo no aceptó el inicio de sesión',
  },
  ssh_no_shell: {
    status: 403,
    en: 'The SSH server of the host gives no shell to this user',
    es: 'El servidor SSH del equipo no da una terminal a este usuario',
  },
  answer_timeout: {
    status: 408,
    en: 'Nobody answered in time what the host asks for',
    es: 'Nadie respondió a tiempo a lo que pide el equipo',
  },
  session_idle: {
    status: 408,
    en: 'Nothing was sent for as long as the relay policy allows',
    es: 'No se envió nada durante el tiempo que permite la política del relé',
  },
} as const satisfies Record<string, Line>
