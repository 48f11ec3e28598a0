/** Por qué viene cada rechazo y qué hacer; la clave es su código. Solo lo carga la referencia. */

/** @type {import('../../pages/docs/advice.js').AdviceByCode} */
export const advice = {
  missing_code_and_host: [
    'Un programa antiguo se registró sin decir qué ni dónde.',
    'Pon `code` y `host` en la consulta: `POST /register?code=…&host=…`.',
  ],
  missing_code: ['La consulta no lleva `code`.', 'Ponlo: `/resolve?code=…`.'],
  invalid_port: [
    'El puerto no es un número entero de 1 a 65535.',
    'Mira en cuál escucha el programa de escritorio; VNC suele ser 5900, RDP 3389, ssh 22.',
  ],
  code_not_found: [
    'Nadie lo registró, caducó (`--ttl`), fue eliminado o revocado, o está mal escrito. La respuesta es la misma en todos los casos, para que adivinar no enseñe nada.',
    'Lee otra vez el código en el equipo; arranca allí de nuevo su programa para que se registre.',
  ],
  host_not_found: [
    'El equipo se eliminó entretanto, o es de otro inquilino.',
    'Búscalo en la lista de equipos; elige el inquilino correcto arriba en la página.',
  ],
  invalid_code: [
    'Los códigos tienen de 1 a 64 caracteres visibles.',
    'Elige otro, o deja que el servidor sortee uno: `POST /v1/codes`.',
  ],
  invalid_host: [
    'Los controladores actuales solo llegan a direcciones IPv4 y a nombres de equipo.',
    'Pon una dirección como `192.168.1.20`, o un nombre sin espacios.',
  ],
  registration_closed: [
    'El servidor se arrancó con `--registration enrolled`, así que los extraños no registran nada.',
    'Crea una línea de inscripción (Acceso, o `isr admin enrol`) y ejecútala en el equipo.',
  ],
  clock_skewed: [
    'Un registro firmado vale cinco minutos, para que no se pueda usar más tarde; este reloj se desvía más.',
    'Pon en hora el equipo y deja que NTP lo mantenga. `isr doctor` mide la diferencia.',
  ],
  wrong_signature: [
    'El registro cambió por el camino, o se firmó para otro servidor, código o dirección.',
    'Comprueba que `--server` es justo la dirección a la que llegan los equipos; busca un proxy que reescriba los cuerpos.',
  ],
  code_claimed: [
    'El primer equipo que firma se queda con su código, y esta máquina tiene otra clave: se instaló de nuevo, u otra persona usa el mismo código.',
    'Libera o traspasa el código en la página del equipo, o usa otro.',
  ],
  code_locked: [
    'Un operador ató el código a la dirección que tenía.',
    'Desbloquéalo si el equipo se movió de verdad: en su página, o `isr admin host unlock CODE`.',
  ],
  code_revoked: [
    'Revocar es definitivo: nadie vuelve a registrar este código.',
    'Da al equipo otro código. Para que una máquina pueda volver, elimina en vez de revocar.',
  ],
  wrong_code: [
    'La credencial de una inscripción vale para un solo código.',
    'Usa el código para el que se dio, o inscribe la máquina otra vez.',
  ],
  enrolment_invalid: [
    'La línea se usó todas las veces permitidas, es demasiado vieja, fue revocada, o perdió una letra al copiarla.',
    'Crea otra línea de inscripción y ejecuta esa.',
  ],
  enrolment_not_found: ['Se creó en otro inquilino, o nunca.', 'Carga la lista otra vez.'],
  replayed: [
    'Se vio una prueba más nueva de esta clave: dos programas usan la misma clave, o el reloj se atrasó.',
    'Deja un solo programa en el equipo; mira el reloj; firma otra vez.',
  ],
  registry_full: [
    'El servidor tiene tantos códigos como `--max-codes`, que protege su disco.',
    'Súbelo si estos equipos son tuyos; si no, usa `--registration enrolled`.',
  ],
  ban_not_found: ['Ya terminó o se levantó.', 'No queda nada que hacer.'],
  tenant_not_found: [
    'No existe, o no eres miembro; la respuesta es la misma, para que los identificadores no revelen nada.',
    'Elige uno de los tuyos arriba en la página.',
  ],
  person_not_found: ['La persona fue retirada entretanto.', 'Carga la lista otra vez.'],
  invitation_not_found: ['Se usó, se retiró o caducó.', 'Invita a la persona otra vez.'],
  invitation_invalid: [
    'Una invitación vale una vez y por un tiempo, y su enlace debe estar entero.',
    'Pide otra a quien te invitó.',
  ],
  invitation_for_other: [
    'Has iniciado sesión como otra persona que la que nombra la invitación.',
    'Cierra la sesión, iníciala como esa persona y abre el enlace otra vez.',
  ],
  last_owner: [
    'Sin propietario nadie podría ocuparse de las personas y los ajustes.',
    'Nombra antes a otro propietario.',
  ],
  already_member: ['Ese usuario es de un miembro.', 'Cambia mejor el rol de esa persona.'],
  too_many_invitations: [
    'El número de invitaciones abiertas es limitado.',
    'Retira las que nadie necesite.',
  ],
  reset_needs_server: [
    'Una contraseña nueva abriría también los otros inquilinos de esa persona.',
    'Pídelo a un propietario del servidor: `isr admin people reset LOGIN`.',
  ],
  oidc_off: ['No hay ningún proveedor configurado.', 'Pon `--oidc-issuer`; mira docs/sign-in.md.'],
  oidc_unavailable: [
    'El servidor no llega al proveedor: red, DNS, certificado, o el proveedor está caído.',
    'Vuelve a intentarlo; el registro del servidor dice qué falló. Las contraseñas funcionan mientras tanto.',
  ],
  oidc_denied: ['Alguien dijo que no en el proveedor.', 'Empieza de nuevo y permítelo allí.'],
  oidc_failed: [
    'La respuesta tenía mal la firma, el destinatario o la hora.',
    'Comprueba el identificador de cliente, el secreto y el reloj del servidor.',
  ],
  oidc_expired: [
    'Un inicio de sesión empieza y acaba en un mismo navegador, en diez minutos y una sola vez.',
    'Empieza de nuevo en la página de inicio de sesión.',
  ],
  oidc_unknown_person: [
    'El proveedor te conoce, este servidor no: solo entra quien fue invitado.',
    'Pide una invitación para la misma dirección de correo.',
  ],
  token_not_found: ['Fue revocado, o es de otra persona.', 'Carga la lista otra vez.'],
  token_outlives: [
    'Si no, un token podría hacerse inmortal.',
    'Elige un final más temprano, o créalo con tu sesión iniciada.',
  ],
  too_many_tokens: ['El número de tokens es limitado.', 'Revoca los que nadie use.'],
  tenant_exists: ['Los nombres de los inquilinos son únicos.', 'Elige otro nombre.'],
  too_many_tenants: ['Un servidor admite un número limitado.', 'Usa un segundo servidor.'],
  login_pending: [
    '`isr login` espera a que alguien apruebe su código en la página.',
    'Abre la página que indica y apruébalo.',
  ],
  login_denied: [
    'Alguien dijo que no en la página.',
    'Ejecuta `isr login` otra vez si fue un error.',
  ],
  login_expired: ['Un código de `isr login` vale diez minutos, una vez.', 'Ejecútalo otra vez.'],
  invalid_login: [
    'Otros caracteres se confunden o estropean las listas.',
    'Usa una dirección de correo o un nombre corto.',
  ],
  password_length: [
    'Las más cortas se adivinan, las más largas cuestan tiempo.',
    'Elige unas cuantas palabras.',
  ],
  password_common: ['Estaría entre los primeros intentos de cualquiera.', 'Elige otra.'],
  wrong_password: [
    'Uno de los dos está mal; no se dice cuál.',
    'Prueba otra vez, despacio: los intentos se cuentan. Si la perdiste: `isr admin people reset LOGIN` en el servidor.',
  ],
  totp_required: ['Tu cuenta tiene un segundo paso.', 'Envía también `totp` o `recoveryCode`.'],
  wrong_totp: [
    'Cada seis cifras valen una vez y 30 segundos; puede que un reloj esté desviado.',
    'Espera las siguientes; pon en hora el teléfono.',
  ],
  not_a_member: ['Te retiraron de todo lo que hay aquí.', 'Pide una invitación a un propietario.'],
  sign_in_not_found: ['Ya terminó.', 'No queda nada que hacer.'],
  set_up_done: [
    'La página de puesta en marcha funciona una vez.',
    'Inicia sesión, o pide una invitación.',
  ],
  totp_on: ['Ya hay uno.', 'Quítalo antes y empieza de nuevo.'],
  totp_off: ['Su comienzo caducó o se hizo en otra parte.', 'Empieza de nuevo.'],
  sign_in_locked: [
    'Demasiados intentos fallidos con este usuario o desde esta dirección, los hiciera quien los hiciera.',
    'Espera lo que indica. Una dirección desde la que ya iniciaste sesión no la bloquean los extraños.',
  ],
  sign_ins_busy: [
    'Comprobar una contraseña cuesta memoria a propósito, y solo se comprueban unas pocas a la vez.',
    'Espera un momento.',
  ],
  login_taken: ['Los usuarios son únicos en un servidor.', 'Elige otro.'],
  sign_in_required: [
    'La llamada necesita saber quién pregunta; o tu sesión terminó.',
    'Inicia sesión, o envía `Authorization: Bearer TOKEN`.',
  ],
  wrong_token: [
    'Está mal escrito, o se cambió el archivo `owner-token`.',
    'Léelo otra vez junto a la base de datos.',
  ],
  invalid_token: ['Caducó, fue revocado o está mal escrito.', 'Crea otro: Tu cuenta, o Acceso.'],
  forbidden: [
    'Tu rol, o los permisos del token, no lo incluyen; `detail` dice qué falta.',
    'Pide el rol a un propietario, o crea un token con ese permiso.',
  ],
  upgrade_required: [
    'Un proxy en el camino quitó el WebSocket de la petición, o un programa preguntó sin él.',
    'Deja pasar `Upgrade` y `Connection`, como hace `nginx/isr-registry.conf`. `isr doctor` enseña dónde.',
  ],
  hello_timeout: ['El primer mensaje tiene diez segundos.', 'Prueba otra vez; mira la conexión.'],
  too_many_messages: [
    'Un canal solo puede decir cierta cantidad a la vez; un programa desbocado dice más.',
    'Reinicia el programa, y avisa si vuelve a pasar.',
  ],
  channel_replaced: [
    'El mismo equipo se conectó de nuevo y su canal anterior se cerró.',
    'Nada; si pasa sin parar, hay dos agentes en una máquina.',
  ],
  host_cloned: [
    'Dos máquinas tienen la misma clave, como al copiar un disco. La primera conserva su sitio.',
    'En la copia, borra la clave de `isr host` y arráncalo para que haga la suya.',
  ],
  host_removed: [
    'Alguien eliminó, liberó o revocó el equipo mientras estaba conectado.',
    'Arranca el agente otra vez para que se registre, salvo que el código fuera revocado.',
  ],
  channel_lost: [
    'No se oyó nada en 65 segundos: sin red, una máquina dormida, o un proxy que olvida las conexiones calladas.',
    'Vuelve por sí solo. Si no, `isr doctor --idle 70` enseña si algo la corta.',
  ],
  no_agent: [
    'El equipo usa el programa antiguo, que solo dice una dirección.',
    'Conéctate a esa dirección, o ejecuta `isr host` en él.',
  ],
  host_offline: [
    'El equipo no tiene canal con el servidor: apagado, suspendido, sin red, o su agente está parado.',
    'Arráncalo allí; `isr doctor` en el equipo dice qué lo impide.',
  ],
  service_not_found: [
    'El agente se arrancó sin ese `--service`.',
    'Pide uno que ofrezca, o añádelo allí: `--service ssh=127.0.0.1:22`.',
  ],
  session_not_found: ['Ya terminó, o es de otro inquilino.', 'Carga la lista otra vez.'],
  host_busy: [
    'La política del relé limita las sesiones simultáneas de un equipo.',
    'Termina una que nadie necesite, o sube el límite en los ajustes.',
  ],
  too_many_sessions: [
    'La política del relé limita las sesiones desde una dirección, para que ningún vecino ocupe todo.',
    'Cierra algunas, o sube el límite; una oficina comparte una sola dirección.',
  ],
  relay_full: [
    'Todos los puestos del relé están ocupados.',
    'Prueba más tarde, o sube el límite en los ajustes.',
  ],
  relay_off: [
    'El relé está apagado, o lo está para quien no inició sesión, y no se encontró un camino directo.',
    'Inicia sesión (`isr login`), o da al equipo un `--direct-port`.',
  ],
  bad_ticket: [
    'Un billete vale una vez y 30 segundos; se perdió por un arranque lento o una petición repetida.',
    'Pide otra sesión. Si sigue así, comprueba que un solo servidor responde por ese nombre.',
  ],
  host_refused: [
    'El equipo dijo que no, y `detail` dice por qué.',
    'Habla con quien esté allí, o mira lo que escribe `isr host`.',
  ],
  wrong_pin: [
    'El PIN no es el que el equipo muestra ahora; los de un solo uso cambian después de cada uso.',
    'Léelo otra vez en el equipo. Alguien en medio se vería igual: compara la huella.',
  ],
  pin_locked: [
    'Llegaron demasiados PIN erróneos, de quien fuera; el equipo no admite ninguno tuyo por un tiempo. Guarda sitio para las personas de su inquilino y para los programas que ya dejó entrar.',
    'Espera, inicia sesión (`isr login`) o entra desde el ordenador que ya entró antes. Si no lo intentó nadie de los tuyos, alguien conoce el código: da otro al equipo.',
  ],
  peer_never_came: [
    'El otro extremo no llegó al relé en 30 segundos.',
    'Prueba otra vez; `isr doctor` en las dos máquinas.',
  ],
  peer_gone: ['El otro extremo se cortó: cerrado, caído o sin red.', 'Conéctate otra vez.'],
  peer_stalled: [
    'El otro extremo no respondió a ningún ping en 45 segundos.',
    'Mira la conexión de esa máquina; conéctate otra vez.',
  ],
  session_killed: [
    'Un operador la terminó en la página de sesiones.',
    'Pregunta antes de volver a conectarte; la auditoría dice quién fue.',
  ],
  authority_ended: [
    'El inicio de sesión, token, enlace de invitado o equipo que permitía la sesión terminó o fue revocado.',
    'Inicia sesión otra vez, o pide otro token o enlace.',
  ],
  session_replaced: [
    'El mismo controlador volvió a pedir este equipo, y su primer intento cedió el paso.',
    'Nada; usa el más nuevo.',
  ],
  browser_not_allowed: [
    'El equipo se arrancó con `--no-browser`: su dueño no quiere sesiones que se descifren en el servidor.',
    'Usa `isr connect`, que va cifrado hasta el equipo.',
  ],
  screens_off: [
    'La política del servidor prohíbe las pantallas y terminales en el navegador.',
    'Usa `isr connect`. Quien puede cambiar el servidor lo activa en los ajustes.',
  ],
  too_many_screens: [
    'Cada pantalla cuesta al servidor memoria y procesador, por eso hay límites por persona, por inquilino y en total.',
    'Cierra las que no estés mirando, o pide a otros de tu inquilino que cierren las suyas.',
  ],
  view_only_impossible: [
    '«Solo mirar» lo garantiza el servidor, que lee lo que envía la página; este servicio habla algo que no puede juzgar.',
    'Ábrelo sin «solo mirar» si te está permitido, u ofrece el servidor VNC del equipo con la autenticación habitual.',
  ],
  service_down: [
    'El agente funciona, pero el programa que hay detrás del servicio (un servidor VNC, sshd) no acepta conexiones.',
    'Arráncalo allí; comprueba la dirección y el puerto de `--service`.',
  ],
  host_not_proved: [
    'Lo que respondió tiene otra clave que la que registró el equipo. Puede que se instalara de nuevo; puede que sea otro.',
    'No escribas el PIN. Compara la huella con la que muestra allí `isr host`.',
  ],
  not_ssh: [
    'El servicio se llama ssh y responde otra cosa, o un servidor que solo tiene algoritmos viejos.',
    'Comprueba el puerto de `--service ssh=`; actualiza el servidor SSH.',
  ],
  ssh_login_failed: [
    'El usuario, la contraseña o la clave están mal, o ese servidor SSH no admite contraseñas.',
    'Pruébalos con `isr connect --stdio` y ssh; mira el registro de sshd.',
  ],
  ssh_no_shell: [
    'El inicio de sesión fue correcto, pero la cuenta no puede abrir una terminal (solo sftp, `nologin`).',
    'Usa otra cuenta, o `scp` sobre `isr connect --stdio`.',
  ],
  answer_timeout: [
    'La página pidió un PIN o un inicio de sesión, y nadie lo escribió a tiempo.',
    'Ábrela otra vez, con el PIN a mano.',
  ],
  session_idle: [
    'No se envió nada durante el tiempo que permite la política del relé, lo que protege los escritorios que quedan abiertos.',
    'Conéctate otra vez, o sube el límite en los ajustes.',
  ],
  link_not_found: [
    'Perdió letras al copiarlo, fue revocado o nunca existió; la respuesta es la misma para todos.',
    'Ábrelo tal como te lo enviaron. Si no sirve, pide otro.',
  ],
  link_used_up: [
    'Cuenta cada vez que se abrió su pantalla; volver a una conexión cortada no cuenta.',
    'Pide otro a quien te lo envió.',
  ],
  link_expired: ['Solo valía hasta cierto momento.', 'Pide otro a quien te lo envió.'],
  links_off: [
    'El propietario del servidor decidió que nadie sin cuenta abra pantallas.',
    'Inicia sesión, o usa `isr connect`. Quien puede cambiar el servidor los activa en los ajustes.',
  ],
  too_many_links: [
    'El número de enlaces que aún funcionan es limitado, para que los olvidados no se amontonen.',
    'Revoca los que nadie necesite.',
  ],
  endpoint_not_found: [
    'La ruta está mal escrita, o el servidor es más antiguo que el programa que pregunta.',
    'Compárala con esta referencia; actualiza el servidor.',
  ],
  invalid_request: [
    'Falta un campo, es de otro tipo o se sale de su margen; `detail` lo nombra.',
    'Compara la petición con su operación en esta referencia.',
  ],
  malformed_request: [
    'Lo que llegó no es HTTP: https en el puerto de http, por ejemplo, o una conexión rota.',
    'Comprueba `http://` o `https://` en la dirección; pregunta otra vez.',
  ],
  cross_origin: [
    'El navegador dice que esta petición la hace una página de otro sitio. Las sesiones iniciadas no se prestan a otros sitios.',
    'Abre la consola en su propia dirección. Detrás de un proxy, deja pasar `Host` sin cambios.',
  ],
  method_not_allowed: ['La ruta existe, el método no.', '`Allow`, en la respuesta, los nombra.'],
  request_timeout: [
    'La petición tardó más de lo que espera el servidor; lo hacen las conexiones lentas o rotas, y también los ataques.',
    'Pregunta otra vez.',
  ],
  body_too_large: [
    'Los cuerpos tienen un límite, para que nadie llene la memoria.',
    'Envía menos.',
  ],
  unsupported_media_type: [
    'Bajo `/v1` solo se lee JSON.',
    'Envía `Content-Type: application/json`.',
  ],
  host_not_allowed: [
    'Se preguntó al servidor por un nombre que no está en `--allowed-hosts`, que protege del cambio de DNS (rebinding).',
    'Usa uno de esos nombres, o añade este y reinicia.',
  ],
  rate_limited: [
    'De una dirección, o para un código, llegó más de lo que tiene permitido. Los códigos erróneos cuestan más que los buenos.',
    'Espera lo que dice `Retry-After`. Si detrás de un proxy se rechaza a todos a la vez, nómbralo en `--trusted-proxies`.',
  ],
  header_too_large: [
    'Suelen ser cookies de otros programas con el mismo nombre de servidor.',
    'Borra las cookies de esta dirección.',
  ],
  internal_error: [
    'Un fallo, o algo que nadie previó. No se muestra nada de él, porque podría contener secretos.',
    'Busca el identificador de la petición en el registro (`journalctl -u isr-registry`) y avisa de lo que dice.',
  ],
  storage_unavailable: [
    'El disco está lleno o falla. Un registro solo se confirma cuando está en el disco, así que se rechazó.',
    'Libera espacio; mira el registro del servidor; seguirá por sí solo.',
  ],
  restarting: [
    'El servidor se está parando o arrancando.',
    'Pregunta otra vez dentro de unos segundos.',
  ],
}
