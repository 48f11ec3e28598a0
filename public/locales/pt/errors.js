/** Uma frase para cada recusa; a chave termina no seu código. */

/** @type {Record<keyof typeof import('../en/errors.js').errors, import('../../frame/i18n.js').Message>} */
export const errors = {
  'error.unreachable':
    'O servidor não responde. Verifique se está em funcionamento e se consegue chegar a ele.',
  'error.unexpected_answer':
    'Algo entre si e o servidor respondeu em vez dele ({status}).',
  'error.unknown': 'O servidor recusou: {detail}',
  'error.request': 'Pedido {id}',
  'error.wrong_token': 'Esse não é o token de proprietário.',
  'error.sign_in_required': 'Inicie sessão primeiro.',
  'error.rate_limited': 'Demasiadas tentativas. Volte a tentar dentro de {wait}.',
  'error.missing_code_and_host': 'Faltam o código e o endereço do equipamento.',
  'error.missing_code': 'Falta o código.',
  'error.invalid_port': 'A porta deve ser um número de 1 a 65535.',
  'error.code_not_found': 'Não há nenhum equipamento registado com esse código.',
  'error.endpoint_not_found':
    'O servidor não tem nada nesse endereço. Pode ser mais antigo do que esta página.',
  'error.session_not_found': 'Esta sessão remota já terminou, ou nunca existiu.',
  'error.host_not_found': 'Este equipamento já não está registado.',
  'error.ban_not_found': 'Este endereço já não está banido.',
  'error.invalid_code': 'Um código tem de 1 a 64 caracteres visíveis.',
  'error.invalid_host': 'O endereço deve ser IPv4 ou um nome de equipamento.',
  'error.invalid_request':
    'O servidor não entendeu o pedido. Pode ser mais antigo do que esta página.',
  'error.malformed_request': 'O pedido chegou danificado. Tente outra vez.',
  'error.registration_closed': 'Este servidor só aceita registos de equipamentos inscritos.',
  'error.cross_origin':
    'O servidor só aceita isto da sua própria página. Abra a consola no endereço dela.',
  'error.method_not_allowed':
    'O servidor não aceita isto aqui. Pode ser mais antigo do que esta página.',
  'error.request_timeout': 'O pedido não chegou a tempo. Tente outra vez.',
  'error.body_too_large': 'É demasiado longo para o servidor.',
  'error.unsupported_media_type':
    'O servidor não entendeu o pedido. Pode ser mais antigo do que esta página.',
  'error.host_not_allowed':
    'O servidor não responde por este nome. Veja a definição --allowed-hosts.',
  'error.header_too_large':
    'O navegador enviou mais do que o servidor aceita. Apague os cookies deste endereço.',
  'error.internal_error':
    'O servidor cometeu um erro. O registo dele tem os pormenores, no pedido indicado abaixo.',
  'error.storage_unavailable':
    'O servidor não consegue usar o disco agora e não alterou nada. Verifique o espaço livre.',
  'error.registry_full': 'O registo tem tantos códigos quantos --max-codes permite.',
  'error.restarting': 'O servidor está a reiniciar. Tente outra vez daqui a um momento.',
  'error.tenant_not_found': 'Não existe esse inquilino, ou não é membro dele.',
  'error.tenant_exists': 'Já existe um inquilino com esse nome.',
  'error.too_many_tenants': 'Este servidor não aceita mais inquilinos.',
  'error.person_not_found': 'Esta pessoa já não é membro.',
  'error.invitation_not_found': 'Este convite já não está aberto.',
  'error.invitation_invalid':
    'Esta ligação não existe, já foi usada, foi retirada ou expirou. Peça outra a quem lha enviou.',
  'error.invitation_for_other':
    'Este convite é para outra pessoa. Inicie sessão com a conta que ele indica e abra-o outra vez.',
  'error.last_owner': 'É o último proprietário. Nomeie outro antes.',
  'error.already_member': 'Alguém com esse utilizador já é membro.',
  'error.too_many_invitations': 'Há demasiados convites abertos. Retire algum antes.',
  'error.link_not_found':
    'Esta ligação de convidado não existe ou foi revogada. Peça outra a quem lha enviou.',
  'error.link_used_up':
    'Esta ligação de convidado já foi usada todas as vezes permitidas. Peça outra a quem lha enviou.',
  'error.link_expired': 'Esta ligação de convidado expirou. Peça outra a quem lha enviou.',
  'error.links_off': 'As ligações de convidado estão desativadas neste servidor.',
  'error.too_many_links':
    'Há demasiadas ligações de convidado que ainda funcionam. Revogue alguma antes.',
  'error.reset_needs_server':
    'Esta pessoa também trabalha noutra parte deste servidor: só um proprietário do servidor pode repor a palavra-passe dela.',
  'error.oidc_off':
    'Este servidor não está configurado para iniciar sessão com um fornecedor. Veja a definição --oidc-issuer.',
  'error.oidc_unavailable': 'O fornecedor não responde. Tente outra vez daqui a um momento.',
  'error.oidc_denied': 'O fornecedor recebeu ordem de não iniciar a sua sessão.',
  'error.oidc_failed': 'Não foi possível verificar a resposta do fornecedor. Comece de novo.',
  'error.oidc_expired':
    'Esta tentativa começou noutro lugar, já foi usada ou demorou demasiado. Comece de novo.',
  'error.oidc_unknown_person':
    'Ninguém aqui tem o seu correio. Peça um convite ou inicie sessão com a palavra-passe.',
  'error.token_not_found': 'Este token já não existe.',
  'error.token_outlives': 'Um token que termina não pode criar outro que termine mais tarde.',
  'error.too_many_tokens': 'Há demasiados tokens deste tipo. Revogue um antes.',
  'error.no_scopes': 'Escolha pelo menos uma coisa que ele possa fazer.',
  'error.login_pending': 'Ninguém deu ainda acesso a este terminal.',
  'error.login_denied': 'O acesso deste terminal foi recusado.',
  'error.login_expired':
    'Este código não existe, já foi usado ou tem mais de dez minutos. Comece de novo no seu terminal.',
  'error.invalid_login': 'Um utilizador só tem letras, algarismos e @ . _ + -.',
  'error.login_taken': 'Esse utilizador já existe.',
  'error.password_length': 'Uma palavra-passe tem de 10 a 256 caracteres.',
  'error.password_common':
    'É o seu utilizador ou uma das primeiras palavras-passe que qualquer pessoa tenta. Escolha outra.',
  'error.wrong_password': 'O utilizador ou a palavra-passe não estão certos.',
  'error.wrong_present_password': 'Essa não é a sua palavra-passe atual.',
  'error.totp_required': 'Escreva o código da sua aplicação ou um de recuperação.',
  'error.wrong_totp': 'Este código não está certo ou já foi usado. Espere pelo seguinte.',
  'error.not_a_member': 'Já não é membro de nada aqui. Peça um convite.',
  'error.sign_in_not_found': 'Esse navegador já não tem sessão iniciada.',
  'error.set_up_done': 'Este servidor já está em funcionamento. Inicie sessão ou peça um convite.',
  'error.totp_on': 'O segundo passo já está ativado. Desative-o antes.',
  'error.totp_off': 'O segundo passo está desativado. Comece de novo.',
  'error.sign_in_locked': 'Demasiadas tentativas falhadas. Volte a tentar dentro de {wait}.',
  'error.sign_ins_busy':
    'Demasiadas pessoas estão a iniciar sessão neste momento. Volte a tentar dentro de {wait}.',
  'error.invalid_token': 'Este token não existe, expirou ou foi revogado.',
  'error.forbidden': 'A sua função não o permite aqui.',
  'error.clock_skewed': 'O relógio do equipamento está desviado mais de cinco minutos.',
  'error.wrong_signature': 'A assinatura do equipamento não está certa.',
  'error.code_claimed': 'Este código pertence a outro equipamento. É preciso libertá-lo antes.',
  'error.code_locked': 'Este código está bloqueado no endereço atual. É preciso desbloqueá-lo antes.',
  'error.code_revoked': 'Este código foi revogado e não pode voltar a ser registado.',
  'error.wrong_code': 'Esta credencial é para outro código.',
  'error.enrolment_invalid':
    'Este token de inscrição não existe, esgotou-se, expirou ou foi revogado.',
  'error.enrolment_not_found': 'Este token de inscrição já não existe.',
  'error.replayed': 'Esta prova do equipamento já foi usada.',
}
