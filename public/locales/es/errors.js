/** Una frase por cada rechazo; la clave termina en su código. */

/** @type {Record<keyof typeof import('../en/errors.js').errors, import('../../frame/i18n.js').Message>} */
export const errors = {
  'error.unreachable':
    'El servidor no responde. Comprueba que está en marcha y que puedes llegar a él.',
  'error.unexpected_answer':
    'Algo entre tú y el servidor respondió en su lugar ({status}).',
  'error.unknown': 'El servidor lo rechazó: {detail}',
  'error.request': 'Petición {id}',
  'error.wrong_token': 'Ese no es el token de propietario.',
  'error.sign_in_required': 'Primero inicia sesión.',
  'error.rate_limited': 'Demasiados intentos. Vuelve a probar dentro de {wait}.',
  'error.missing_code_and_host': 'Faltan el código y la dirección del equipo.',
  'error.missing_code': 'Falta el código.',
  'error.invalid_port': 'El puerto debe ser un número de 1 a 65535.',
  'error.code_not_found': 'No hay ningún equipo registrado con ese código.',
  'error.endpoint_not_found':
    'El servidor no tiene nada en esa dirección. Puede ser más antiguo que esta página.',
  'error.session_not_found': 'Esta sesión remota ya terminó, o nunca existió.',
  'error.host_not_found': 'Este equipo ya no está registrado.',
  'error.ban_not_found': 'Esta dirección ya no está vetada.',
  'error.invalid_code': 'Un código tiene de 1 a 64 caracteres visibles.',
  'error.invalid_host': 'La dirección debe ser IPv4 o un nombre de equipo.',
  'error.invalid_request':
    'El servidor no entendió la petición. Puede ser más antiguo que esta página.',
  'error.malformed_request': 'La petición llegó dañada. Vuelve a intentarlo.',
  'error.registration_closed': 'Este servidor solo admite registros de equipos inscritos.',
  'error.cross_origin':
    'El servidor solo lo acepta desde su propia página. Abre la consola en su dirección.',
  'error.method_not_allowed':
    'El servidor no lo acepta aquí. Puede ser más antiguo que esta página.',
  'error.request_timeout': 'La petición no llegó a tiempo. Vuelve a intentarlo.',
  'error.body_too_large': 'Es demasiado largo para el servidor.',
  'error.unsupported_media_type':
    'El servidor no entendió la petición. Puede ser más antiguo que esta página.',
  'error.host_not_allowed':
    'El servidor no responde con este nombre. Mira su ajuste --allowed-hosts.',
  'error.header_too_large':
    'El navegador envió más de lo que admite el servidor. Borra sus cookies de esta dirección.',
  'error.internal_error':
    'El servidor cometió un error. Su registro tiene los detalles con la petición de abajo.',
  'error.storage_unavailable':
    'El servidor no puede usar su disco ahora y no cambió nada. Comprueba el espacio libre.',
  'error.registry_full': 'El registro tiene tantos códigos como permite --max-codes.',
  'error.restarting': 'El servidor se está reiniciando. Vuelve a intentarlo en un momento.',
  'error.tenant_not_found': 'No existe ese inquilino, o no eres miembro suyo.',
  'error.tenant_exists': 'Ya existe un inquilino con ese nombre.',
  'error.too_many_tenants': 'Este servidor no admite más inquilinos.',
  'error.person_not_found': 'Esta persona ya no es miembro.',
  'error.invitation_not_found': 'Esta invitación ya no está abierta.',
  'error.invitation_invalid':
    'Este enlace no existe, ya se usó, se retiró o ha caducado. Pide otro a quien te lo envió.',
  'error.invitation_for_other':
    'Esta invitación es para otra persona. Inicia sesión con la cuenta que nombra y ábrela otra vez.',
  'error.last_owner': 'Es el último propietario. Nombra antes a otro.',
  'error.already_member': 'Alguien con ese usuario ya es miembro.',
  'error.too_many_invitations': 'Hay demasiadas invitaciones abiertas. Retira antes alguna.',
  'error.link_not_found':
    'Este enlace de invitado no existe o fue revocado. Pide otro a quien te lo envió.',
  'error.link_used_up':
    'Este enlace de invitado ya se usó todas las veces permitidas. Pide otro a quien te lo envió.',
  'error.link_expired': 'Este enlace de invitado ha caducado. Pide otro a quien te lo envió.',
  'error.links_off': 'Los enlaces de invitado están desactivados en este servidor.',
  'error.too_many_links':
    'Hay demasiados enlaces de invitado que aún funcionan. Revoca antes alguno.',
  'error.reset_needs_server':
    'Esta persona también trabaja en otra parte de este servidor: solo un propietario del servidor puede restablecer su contraseña.',
  'error.oidc_off':
    'Este servidor no está configurado para iniciar sesión con un proveedor. Mira su ajuste --oidc-issuer.',
  'error.oidc_unavailable': 'El proveedor no responde. Vuelve a intentarlo en un momento.',
  'error.oidc_denied': 'El proveedor recibió la orden de no iniciar tu sesión.',
  'error.oidc_failed': 'No se pudo comprobar la respuesta del proveedor. Empieza de nuevo.',
  'error.oidc_expired':
    'Este intento empezó en otra parte, ya se usó o tardó demasiado. Empieza de nuevo.',
  'error.oidc_unknown_person':
    'Aquí nadie tiene tu correo. Pide una invitación o inicia sesión con tu contraseña.',
  'error.token_not_found': 'Este token ya no está.',
  'error.token_outlives': 'Un token que termina no puede crear otro que termine más tarde.',
  'error.too_many_tokens': 'Hay demasiados tokens de este tipo. Revoca uno antes.',
  'error.no_scopes': 'Elige al menos una cosa que pueda hacer.',
  'error.login_pending': 'Nadie ha dado acceso todavía a esta terminal.',
  'error.login_denied': 'Se rechazó el acceso de esta terminal.',
  'error.login_expired':
    'Este código no existe, ya se usó o tiene más de diez minutos. Empieza de nuevo en tu terminal.',
  'error.invalid_login': 'Un usuario solo tiene letras, cifras y @ . _ + -.',
  'error.login_taken': 'Ese usuario ya existe.',
  'error.password_length': 'Una contraseña tiene de 10 a 256 caracteres.',
  'error.password_common':
    'Es tu usuario o una de las primeras contraseñas que cualquiera prueba. Elige otra.',
  'error.wrong_password': 'El usuario o la contraseña no son correctos.',
  'error.wrong_present_password': 'Esa no es tu contraseña actual.',
  'error.totp_required': 'Escribe el código de tu aplicación o uno de recuperación.',
  'error.wrong_totp': 'Este código no es correcto o ya se usó. Espera al siguiente.',
  'error.not_a_member': 'Ya no eres miembro de nada aquí. Pide una invitación.',
  'error.sign_in_not_found': 'Ese navegador ya no tiene la sesión iniciada.',
  'error.set_up_done': 'Este servidor ya está en marcha. Inicia sesión o pide una invitación.',
  'error.totp_on': 'El segundo paso ya está activado. Desactívalo antes.',
  'error.totp_off': 'El segundo paso está desactivado. Empieza de nuevo.',
  'error.sign_in_locked': 'Demasiados intentos fallidos. Vuelve a probar dentro de {wait}.',
  'error.sign_ins_busy':
    'Demasiadas personas inician sesión en este momento. Vuelve a probar dentro de {wait}.',
  'error.invalid_token': 'Este token no existe, ha caducado o fue revocado.',
  'error.forbidden': 'Tu rol no lo permite aquí.',
  'error.clock_skewed': 'El reloj del equipo está desviado más de cinco minutos.',
  'error.wrong_signature': 'La firma del equipo no es correcta.',
  'error.code_claimed': 'Este código pertenece a otro equipo. Antes hay que liberarlo.',
  'error.code_locked': 'Este código está bloqueado en su dirección actual. Antes hay que desbloquearlo.',
  'error.code_revoked': 'Este código fue revocado y no se puede volver a registrar.',
  'error.wrong_code': 'Esta credencial es para otro código.',
  'error.enrolment_invalid':
    'Este token de inscripción no existe, se agotó, ha caducado o fue revocado.',
  'error.enrolment_not_found': 'Este token de inscripción ya no está.',
  'error.replayed': 'Esta prueba del equipo ya se usó.',
}
