/** Por qué terminó una sesión remota, un canal o un túnel; la clave acaba en el código del rechazo. */

/** @type {Record<keyof typeof import('../en/endings.js').endings, import('../../frame/i18n.js').Message>} */
export const endings = {
  'ending.upgrade_required': 'Algo en el camino quitó el WebSocket de la petición.',
  'ending.hello_timeout': 'El primer mensaje no llegó a tiempo.',
  'ending.too_many_messages': 'Llegaron demasiados mensajes en poco tiempo.',
  'ending.channel_replaced': 'El mismo equipo abrió un canal más nuevo.',
  'ending.host_cloned': 'Otra máquina con la misma clave está conectada.',
  'ending.host_removed': 'El equipo fue eliminado, liberado o revocado.',
  'ending.channel_lost': 'Hacía demasiado tiempo que no se sabía nada del otro extremo.',
  'ending.no_agent': 'El equipo solo registró una dirección y no tiene agente.',
  'ending.host_offline': 'El equipo no estaba conectado al servidor.',
  'ending.service_not_found': 'El equipo no ofrece este servicio.',
  'ending.host_busy': 'El código ya tenía las sesiones que permite la política del relé.',
  'ending.too_many_sessions': 'Venían demasiadas sesiones desde esta dirección.',
  'ending.relay_full': 'El servidor ya llevaba las sesiones que permite la política del relé.',
  'ending.relay_off': 'La política del relé no lo permitía y no se encontró un camino directo.',
  'ending.bad_ticket': 'El billete no existía, ya se había usado o era demasiado viejo.',
  'ending.host_refused': 'El equipo la rechazó.',
  'ending.wrong_pin': 'El PIN no era correcto.',
  'ending.pin_locked': 'Demasiados PIN erróneos: el equipo no admitió ninguno por un tiempo.',
  'ending.peer_never_came': 'El otro extremo no llegó a tiempo.',
  'ending.peer_gone': 'El otro extremo se cortó.',
  'ending.peer_stalled': 'El otro extremo llevaba demasiado tiempo sin recibir ni enviar nada.',
  'ending.session_killed': 'Alguien con permiso la terminó.',
  'ending.authority_ended':
    'El inicio de sesión, token o equipo que la permitía ya no es válido.',
  'ending.session_replaced': 'El mismo controlador volvió a pedir este equipo.',
  'ending.session_idle': 'No se envió nada durante el tiempo que permite la política del relé.',
  'ending.browser_not_allowed': 'El equipo no admite sesiones desde el navegador.',
  'ending.screens_off': 'Este servidor no abre pantallas ni terminales en el navegador.',
  'ending.too_many_screens': 'Ya había tantas pantallas abiertas como se permiten.',
  'ending.view_only_impossible':
    'No se podía garantizar que solo se mirase: el servidor no entendía lo que se enviaría al equipo.',
  'ending.service_down': 'El programa que hay detrás del servicio no respondió en el equipo.',
  'ending.host_not_proved': 'El otro extremo no pudo demostrar que es el equipo.',
  'ending.not_ssh':
    'Lo que respondió en el equipo no es un servidor SSH que este servidor entienda.',
  'ending.ssh_login_failed': 'El servidor SSH del equipo no aceptó el inicio de sesión.',
  'ending.ssh_no_shell': 'El servidor SSH del equipo no dio una terminal a este usuario.',
  'ending.answer_timeout': 'Nadie respondió a tiempo a lo que pedía el equipo.',
}
