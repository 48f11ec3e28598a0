/** Porque terminou uma sessão remota, um canal ou um túnel; a chave acaba no código da recusa. */

/** @type {Record<keyof typeof import('../en/endings.js').endings, import('../../frame/i18n.js').Message>} */
export const endings = {
  'ending.upgrade_required': 'Algo no caminho retirou o WebSocket do pedido.',
  'ending.hello_timeout': 'A primeira mensagem não chegou a tempo.',
  'ending.too_many_messages': 'Chegaram demasiadas mensagens em pouco tempo.',
  'ending.channel_replaced': 'O mesmo equipamento abriu um canal mais recente.',
  'ending.host_cloned': 'Está ligada outra máquina com a mesma chave.',
  'ending.host_removed': 'O equipamento foi eliminado, libertado ou revogado.',
  'ending.channel_lost': 'Há demasiado tempo que nada se sabia da outra ponta.',
  'ending.no_agent': 'O equipamento só registou um endereço e não tem agente.',
  'ending.host_offline': 'O equipamento não estava ligado ao servidor.',
  'ending.service_not_found': 'O equipamento não oferece este serviço.',
  'ending.host_busy': 'O código já tinha as sessões que a política do retransmissor permite.',
  'ending.too_many_sessions': 'Vinham demasiadas sessões deste endereço.',
  'ending.relay_full': 'O servidor já tinha as sessões que a política do retransmissor permite.',
  'ending.relay_off':
    'A política do retransmissor não o permitia e não se encontrou um caminho direto.',
  'ending.bad_ticket': 'O bilhete não existia, já tinha sido usado ou era demasiado antigo.',
  'ending.host_refused': 'O equipamento recusou-a.',
  'ending.wrong_pin': 'O PIN não estava certo.',
  'ending.pin_locked': 'Demasiados PIN errados: o equipamento deixou de aceitar PIN por um tempo.',
  'ending.peer_never_came': 'A outra ponta não chegou a tempo.',
  'ending.peer_gone': 'A outra ponta desligou-se.',
  'ending.peer_stalled': 'A outra ponta esteve demasiado tempo sem receber nem enviar nada.',
  'ending.session_killed': 'Alguém com permissão terminou-a.',
  'ending.authority_ended':
    'O início de sessão, o token ou o equipamento que a permitia já não é válido.',
  'ending.session_replaced': 'O mesmo controlador voltou a pedir este equipamento.',
  'ending.session_idle':
    'Não se enviou nada durante o tempo que a política do retransmissor permite.',
  'ending.browser_not_allowed': 'O equipamento não aceita sessões a partir do navegador.',
  'ending.screens_off': 'Este servidor não abre ecrãs nem terminais no navegador.',
  'ending.too_many_screens': 'Já havia tantos ecrãs abertos quantos são permitidos.',
  'ending.view_only_impossible':
    'Não se podia garantir que fosse só para ver: o servidor não percebia o que seria enviado ao equipamento.',
  'ending.service_down': 'O programa por trás do serviço não respondeu no equipamento.',
  'ending.host_not_proved': 'A outra ponta não conseguiu provar que é o equipamento.',
  'ending.not_ssh':
    'O que respondeu no equipamento não é um servidor SSH que este servidor perceba.',
  'ending.ssh_login_failed': 'O servidor SSH do equipamento não aceitou o início de sessão.',
  'ending.ssh_no_shell': 'O servidor SSH do equipamento não deu um terminal a este utilizador.',
  'ending.answer_timeout': 'Ninguém respondeu a tempo ao que o equipamento pedia.',
}
