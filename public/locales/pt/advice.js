/** Porque vem cada recusa e o que fazer; a chave é o seu código. Só a referência o carrega. */

/** @type {import('../../pages/docs/advice.js').AdviceByCode} */
export const advice = {
  missing_code_and_host: [
    'Um programa antigo registou-se sem dizer o quê nem onde.',
    'Indique `code` e `host` na consulta: `POST /register?code=…&host=…`.',
  ],
  missing_code: ['A consulta não traz `code`.', 'Indique-o: `/resolve?code=…`.'],
  invalid_port: [
    'A porta não é um número inteiro de 1 a 65535.',
    'Veja em qual o programa de ambiente de trabalho está à escuta; VNC costuma ser 5900, RDP 3389, ssh 22.',
  ],
  code_not_found: [
    'Ninguém o registou, expirou (`--ttl`), foi eliminado ou revogado, ou está mal escrito. A resposta é a mesma em todos os casos, para que adivinhar não ensine nada.',
    'Leia outra vez o código no equipamento; arranque lá o programa de novo, para que se registe.',
  ],
  host_not_found: [
    'O equipamento foi entretanto eliminado, ou é de outro inquilino.',
    'Procure-o na lista de equipamentos; escolha o inquilino certo no topo da página.',
  ],
  invalid_code: [
    'Os códigos têm de 1 a 64 caracteres visíveis.',
    'Escolha outro, ou deixe o servidor sortear um: `POST /v1/codes`.',
  ],
  invalid_host: [
    'Os controladores existentes só chegam a endereços IPv4 e a nomes de equipamento.',
    'Indique um endereço como `192.168.1.20`, ou um nome sem espaços.',
  ],
  registration_closed: [
    'O servidor foi arrancado com `--registration enrolled`, por isso os desconhecidos não registam nada.',
    'Crie uma linha de inscrição (Acesso, ou `isr admin enrol`) e execute-a no equipamento.',
  ],
  clock_skewed: [
    'Um registo assinado vale cinco minutos, para não poder ser usado mais tarde; este relógio está mais desviado.',
    'Acerte o relógio do equipamento e deixe o NTP mantê-lo. `isr doctor` mede a diferença.',
  ],
  wrong_signature: [
    'O registo foi alterado pelo caminho, ou assinado para outro servidor, código ou endereço.',
    'Verifique se `--server` é exatamente o endereço a que os equipamentos chegam; procure um proxy que reescreva os corpos.',
  ],
  code_claimed: [
    'O primeiro equipamento que assina fica com o código, e esta máquina tem outra chave: foi instalada de novo, ou outra pessoa usa o mesmo código.',
    'Liberte ou transfira o código na página do equipamento, ou use outro.',
  ],
  code_locked: [
    'Um operador prendeu o código ao endereço que ele tinha.',
    'Desbloqueie-o se o equipamento mudou mesmo: na sua página, ou `isr admin host unlock CODE`.',
  ],
  code_revoked: [
    'Revogar é definitivo: ninguém volta a registar este código.',
    'Dê outro código ao equipamento. Para uma máquina poder voltar, elimine em vez de revogar.',
  ],
  wrong_code: [
    'A credencial de uma inscrição vale para um só código.',
    'Use o código para o qual foi dada, ou inscreva a máquina outra vez.',
  ],
  enrolment_invalid: [
    'A linha foi usada todas as vezes permitidas, é demasiado antiga, foi revogada, ou perdeu uma letra ao ser copiada.',
    'Crie outra linha de inscrição e execute essa.',
  ],
  enrolment_not_found: ['Foi criada noutro inquilino, ou nunca.', 'Carregue a lista outra vez.'],
  replayed: [
    'Foi vista uma prova mais recente desta chave: dois programas usam a mesma chave, ou o relógio andou para trás.',
    'Deixe um só programa no equipamento; veja o relógio; assine outra vez.',
  ],
  registry_full: [
    'O servidor tem tantos códigos quantos `--max-codes`, que protege o disco.',
    'Aumente-o se estes equipamentos são seus; se não, use `--registration enrolled`.',
  ],
  ban_not_found: ['Já terminou ou foi levantado.', 'Não há nada a fazer.'],
  tenant_not_found: [
    'Não existe, ou não é membro dele; a resposta é a mesma, para que os identificadores não revelem nada.',
    'Escolha um dos seus no topo da página.',
  ],
  person_not_found: ['A pessoa foi entretanto removida.', 'Carregue a lista outra vez.'],
  invitation_not_found: ['Foi usado, retirado ou expirou.', 'Convide a pessoa outra vez.'],
  invitation_invalid: [
    'Um convite vale uma vez e por um tempo, e a ligação tem de estar inteira.',
    'Peça outro a quem o convidou.',
  ],
  invitation_for_other: [
    'Iniciou sessão como outra pessoa que não a indicada no convite.',
    'Termine a sessão, inicie-a como essa pessoa e abra a ligação outra vez.',
  ],
  last_owner: [
    'Sem um proprietário, ninguém poderia tratar das pessoas e das definições.',
    'Nomeie antes outro proprietário.',
  ],
  already_member: ['Esse utilizador é de um membro.', 'Mude antes a função dessa pessoa.'],
  too_many_invitations: [
    'O número de convites abertos é limitado.',
    'Retire os de que ninguém precisa.',
  ],
  reset_needs_server: [
    'Uma palavra-passe nova abriria também os outros inquilinos dessa pessoa.',
    'Peça a um proprietário do servidor: `isr admin people reset LOGIN`.',
  ],
  oidc_off: [
    'Não há nenhum fornecedor configurado.',
    'Indique `--oidc-issuer`; veja docs/sign-in.md.',
  ],
  oidc_unavailable: [
    'O servidor não chega ao fornecedor: rede, DNS, certificado, ou o fornecedor está em baixo.',
    'Tente outra vez; o registo do servidor diz o que falhou. As palavras-passe funcionam entretanto.',
  ],
  oidc_denied: ['Alguém disse que não no fornecedor.', 'Comece de novo e permita-o lá.'],
  oidc_failed: [
    'A resposta tinha a assinatura, o destinatário ou a hora errados.',
    'Verifique o identificador de cliente, o segredo e o relógio do servidor.',
  ],
  oidc_expired: [
    'Um início de sessão começa e acaba no mesmo navegador, em dez minutos e uma só vez.',
    'Comece de novo na página de início de sessão.',
  ],
  oidc_unknown_person: [
    'O fornecedor conhece-o, este servidor não: só entra quem foi convidado.',
    'Peça um convite para o mesmo endereço de correio.',
  ],
  token_not_found: ['Foi revogado, ou é de outra pessoa.', 'Carregue a lista outra vez.'],
  token_outlives: [
    'De outro modo, um token poderia tornar-se imortal.',
    'Escolha um fim mais cedo, ou crie-o com a sua sessão iniciada.',
  ],
  too_many_tokens: ['O número de tokens é limitado.', 'Revogue os que ninguém usa.'],
  tenant_exists: ['Os nomes dos inquilinos são únicos.', 'Escolha outro nome.'],
  too_many_tenants: ['Um servidor aceita um número limitado.', 'Use um segundo servidor.'],
  login_pending: [
    '`isr login` espera que alguém aprove o seu código na página.',
    'Abra a página que ele indica e aprove.',
  ],
  login_denied: ['Alguém disse que não na página.', 'Execute `isr login` outra vez se foi engano.'],
  login_expired: ['Um código de `isr login` vale dez minutos, uma vez.', 'Execute-o outra vez.'],
  invalid_login: [
    'Outros caracteres confundem-se ou estragam as listas.',
    'Use um endereço de correio ou um nome curto.',
  ],
  password_length: [
    'As mais curtas adivinham-se, as mais longas custam tempo.',
    'Escolha algumas palavras.',
  ],
  password_common: ['Estaria entre as primeiras tentativas de qualquer pessoa.', 'Escolha outra.'],
  wrong_password: [
    'Um dos dois está errado; não se diz qual.',
    'Tente outra vez, devagar: as tentativas são contadas. Se a perdeu: `isr admin people reset LOGIN` no servidor.',
  ],
  totp_required: ['A sua conta tem um segundo passo.', 'Envie também `totp` ou `recoveryCode`.'],
  wrong_totp: [
    'Cada seis algarismos valem uma vez e 30 segundos; pode haver um relógio desviado.',
    'Espere pelos seguintes; acerte o relógio do telefone.',
  ],
  not_a_member: ['Foi removido de tudo o que há aqui.', 'Peça um convite a um proprietário.'],
  sign_in_not_found: ['Já terminou.', 'Não há nada a fazer.'],
  set_up_done: ['A página de arranque funciona uma vez.', 'Inicie sessão, ou peça um convite.'],
  totp_on: ['Já existe um.', 'Retire-o antes e comece de novo.'],
  totp_off: ['O seu início expirou ou foi feito noutro lugar.', 'Comece de novo.'],
  sign_in_locked: [
    'Demasiadas tentativas falhadas com este utilizador ou deste endereço, fosse quem fosse.',
    'Espere o tempo indicado. Um endereço de onde já iniciou sessão não é bloqueado por desconhecidos.',
  ],
  sign_ins_busy: [
    'Verificar uma palavra-passe custa memória de propósito, e só se verificam algumas ao mesmo tempo.',
    'Espere um momento.',
  ],
  login_taken: ['Os utilizadores são únicos num servidor.', 'Escolha outro.'],
  sign_in_required: [
    'O pedido precisa de saber quem o faz; ou a sua sessão terminou.',
    'Inicie sessão, ou envie `Authorization: Bearer TOKEN`.',
  ],
  wrong_token: [
    'Está mal escrito, ou o ficheiro `owner-token` foi substituído.',
    'Leia-o outra vez junto da base de dados.',
  ],
  invalid_token: [
    'Expirou, foi revogado ou está mal escrito.',
    'Crie outro: A sua conta, ou Acesso.',
  ],
  forbidden: [
    'A sua função, ou as permissões do token, não o incluem; `detail` diz o que falta.',
    'Peça a função a um proprietário, ou crie um token com essa permissão.',
  ],
  upgrade_required: [
    'Um proxy no caminho retirou o WebSocket do pedido, ou um programa pediu sem ele.',
    'Deixe passar `Upgrade` e `Connection`, como faz `nginx/isr-registry.conf`. `isr doctor` mostra onde.',
  ],
  hello_timeout: [
    'A primeira mensagem tem dez segundos.',
    'Tente outra vez; veja a ligação à rede.',
  ],
  too_many_messages: [
    'Um canal só pode dizer uma certa quantidade de cada vez; um programa descontrolado diz mais.',
    'Reinicie o programa, e avise se voltar a acontecer.',
  ],
  channel_replaced: [
    'O mesmo equipamento ligou-se de novo e o canal anterior foi fechado.',
    'Nada; se acontecer sem parar, há dois agentes na mesma máquina.',
  ],
  host_cloned: [
    'Duas máquinas têm a mesma chave, como depois de copiar um disco. A primeira mantém o lugar.',
    'Na cópia, apague a chave de `isr host` e arranque-o, para que faça a sua.',
  ],
  host_removed: [
    'Alguém eliminou, libertou ou revogou o equipamento enquanto estava ligado.',
    'Arranque o agente outra vez para que se registe, a não ser que o código tenha sido revogado.',
  ],
  channel_lost: [
    'Nada se ouviu durante 65 segundos: sem rede, uma máquina suspensa, ou um proxy que esquece as ligações caladas.',
    'Volta por si. Se não, `isr doctor --idle 70` mostra se algo a corta.',
  ],
  no_agent: [
    'O equipamento usa o programa antigo, que só diz um endereço.',
    'Ligue-se a esse endereço, ou execute `isr host` nele.',
  ],
  host_offline: [
    'O equipamento não tem canal com o servidor: desligado, suspenso, sem rede, ou com o agente parado.',
    'Arranque-o lá; `isr doctor` no equipamento diz o que o impede.',
  ],
  service_not_found: [
    'O agente foi arrancado sem esse `--service`.',
    'Peça um que ele ofereça, ou acrescente-o lá: `--service ssh=127.0.0.1:22`.',
  ],
  session_not_found: ['Já terminou, ou é de outro inquilino.', 'Carregue a lista outra vez.'],
  host_busy: [
    'A política do retransmissor limita as sessões simultâneas de um equipamento.',
    'Termine uma de que ninguém precise, ou aumente o limite nas definições.',
  ],
  too_many_sessions: [
    'A política do retransmissor limita as sessões de um endereço, para que nenhum vizinho ocupe tudo.',
    'Feche algumas, ou aumente o limite; um escritório partilha um só endereço.',
  ],
  relay_full: [
    'Todos os lugares do retransmissor estão ocupados.',
    'Tente mais tarde, ou aumente o limite nas definições.',
  ],
  relay_off: [
    'O retransmissor está desligado, ou desligado para quem não iniciou sessão, e não se encontrou um caminho direto.',
    'Inicie sessão (`isr login`), ou dê ao equipamento um `--direct-port`.',
  ],
  bad_ticket: [
    'Um bilhete vale uma vez e 30 segundos; perdeu-se num arranque lento ou num pedido repetido.',
    'Peça outra sessão. Se continuar, verifique que um só servidor responde por esse nome.',
  ],
  host_refused: [
    'O equipamento disse que não, e `detail` diz porquê.',
    'Fale com quem lá está, ou veja o que `isr host` escreve.',
  ],
  wrong_pin: [
    'O PIN não é o que o equipamento mostra agora; os de uso único mudam depois de cada uso.',
    'Leia-o outra vez no equipamento. Alguém no meio pareceria igual: compare a impressão digital.',
  ],
  pin_locked: [
    'Chegaram demasiados PIN errados, fosse de quem fosse; o equipamento não aceita nenhum seu durante um tempo. Guarda lugar para as pessoas do seu inquilino e para os programas que já deixou entrar.',
    'Espere, inicie sessão (`isr login`) ou entre a partir do computador que já entrou antes. Se nenhum dos seus tentou, alguém conhece o código: dê outro ao equipamento.',
  ],
  peer_never_came: [
    'A outra ponta não chegou ao retransmissor em 30 segundos.',
    'Tente outra vez; `isr doctor` nas duas máquinas.',
  ],
  peer_gone: ['A outra ponta desligou-se: fechada, avariada ou sem rede.', 'Ligue-se outra vez.'],
  peer_stalled: [
    'A outra ponta não respondeu a nenhum ping em 45 segundos.',
    'Veja a rede dessa máquina; ligue-se outra vez.',
  ],
  session_killed: [
    'Um operador terminou-a na página das sessões.',
    'Pergunte antes de voltar a ligar-se; a auditoria diz quem foi.',
  ],
  authority_ended: [
    'O início de sessão, o token, a ligação de convidado ou o equipamento que permitia a sessão terminou ou foi revogado.',
    'Inicie sessão outra vez, ou peça outro token ou outra ligação.',
  ],
  session_replaced: [
    'O mesmo controlador voltou a pedir este equipamento, e a primeira tentativa cedeu o lugar.',
    'Nada; use a mais recente.',
  ],
  browser_not_allowed: [
    'O equipamento foi arrancado com `--no-browser`: o dono não quer sessões decifradas no servidor.',
    'Use `isr connect`, que vai cifrado até ao equipamento.',
  ],
  screens_off: [
    'A política do servidor proíbe ecrãs e terminais no navegador.',
    'Use `isr connect`. Quem pode mudar o servidor ativa-os nas definições.',
  ],
  too_many_screens: [
    'Cada ecrã custa memória e processador ao servidor, por isso há limites por pessoa, por inquilino e no total.',
    'Feche os que não está a ver, ou peça a outros do seu inquilino que fechem os deles.',
  ],
  view_only_impossible: [
    '«Só ver» é garantido pelo servidor, que lê o que a página envia; este serviço fala algo que ele não consegue avaliar.',
    'Abra-o sem «só ver», se lhe for permitido, ou ofereça o servidor VNC do equipamento com a autenticação habitual.',
  ],
  service_down: [
    'O agente funciona, mas o programa por trás do serviço (um servidor VNC, sshd) não aceita ligações.',
    'Arranque-o lá; verifique o endereço e a porta de `--service`.',
  ],
  host_not_proved: [
    'O que respondeu tem outra chave que não a registada pelo equipamento. Pode ter sido instalado de novo; pode ser outro.',
    'Não escreva o PIN. Compare a impressão digital com a que `isr host` mostra lá.',
  ],
  not_ssh: [
    'O serviço chama-se ssh e responde outra coisa, ou um servidor que só tem algoritmos antigos.',
    'Verifique a porta de `--service ssh=`; atualize o servidor SSH.',
  ],
  ssh_login_failed: [
    'O utilizador, a palavra-passe ou a chave estão errados, ou esse servidor SSH não aceita palavras-passe.',
    'Experimente-os com `isr connect --stdio` e ssh; veja o registo do sshd.',
  ],
  ssh_no_shell: [
    'O início de sessão estava certo, mas a conta não pode abrir um terminal (só sftp, `nologin`).',
    'Use outra conta, ou `scp` sobre `isr connect --stdio`.',
  ],
  answer_timeout: [
    'A página pediu um PIN ou um início de sessão, e ninguém o escreveu a tempo.',
    'Abra-a outra vez, com o PIN à mão.',
  ],
  session_idle: [
    'Nada se enviou durante o tempo que a política do retransmissor permite, o que protege ambientes de trabalho deixados abertos.',
    'Ligue-se outra vez, ou aumente o limite nas definições.',
  ],
  link_not_found: [
    'Perdeu letras ao ser copiada, foi revogada ou nunca existiu; a resposta é a mesma para todas.',
    'Abra-a tal como foi enviada. Se não resultar, peça outra.',
  ],
  link_used_up: [
    'Conta cada vez que o ecrã se abriu; voltar a uma ligação interrompida não conta.',
    'Peça outra a quem lha enviou.',
  ],
  link_expired: ['Só valia até um certo momento.', 'Peça outra a quem lha enviou.'],
  links_off: [
    'O proprietário do servidor decidiu que ninguém sem conta abre ecrãs.',
    'Inicie sessão, ou use `isr connect`. Quem pode mudar o servidor ativa-as nas definições.',
  ],
  too_many_links: [
    'O número de ligações que ainda funcionam é limitado, para que as esquecidas não se acumulem.',
    'Revogue as de que ninguém precisa.',
  ],
  endpoint_not_found: [
    'O caminho está mal escrito, ou o servidor é mais antigo do que o programa que pede.',
    'Compare-o com esta referência; atualize o servidor.',
  ],
  invalid_request: [
    'Falta um campo, é de outro tipo ou sai dos limites; `detail` indica qual.',
    'Compare o pedido com a sua operação nesta referência.',
  ],
  malformed_request: [
    'O que chegou não é HTTP: https na porta de http, por exemplo, ou uma ligação quebrada.',
    'Verifique `http://` ou `https://` no endereço; peça outra vez.',
  ],
  cross_origin: [
    'O navegador diz que este pedido é feito por uma página de outro sítio. As sessões iniciadas não se emprestam a outros sítios.',
    'Abra a consola no seu próprio endereço. Atrás de um proxy, deixe passar `Host` sem alterações.',
  ],
  method_not_allowed: ['O caminho existe, o método não.', '`Allow`, na resposta, indica-os.'],
  request_timeout: [
    'O pedido demorou mais do que o servidor espera; fazem-no as ligações lentas ou quebradas, e também os ataques.',
    'Peça outra vez.',
  ],
  body_too_large: ['Os corpos têm um limite, para que ninguém encha a memória.', 'Envie menos.'],
  unsupported_media_type: ['Sob `/v1` só se lê JSON.', 'Envie `Content-Type: application/json`.'],
  host_not_allowed: [
    'O servidor foi chamado por um nome que não está em `--allowed-hosts`, que protege contra a troca de DNS (rebinding).',
    'Use um desses nomes, ou acrescente este e reinicie.',
  ],
  rate_limited: [
    'De um endereço, ou para um código, veio mais do que lhe é permitido. Os códigos errados custam mais do que os certos.',
    'Espere o que `Retry-After` diz. Se atrás de um proxy todos são recusados ao mesmo tempo, indique-o em `--trusted-proxies`.',
  ],
  header_too_large: [
    'Costumam ser cookies de outros programas sob o mesmo nome de servidor.',
    'Apague os cookies deste endereço.',
  ],
  internal_error: [
    'Um defeito, ou algo que ninguém previu. Nada dele se mostra, porque poderia conter segredos.',
    'Procure o identificador do pedido no registo (`journalctl -u isr-registry`) e comunique o que lá está.',
  ],
  storage_unavailable: [
    'O disco está cheio ou a falhar. Um registo só se confirma quando está no disco, por isso foi recusado.',
    'Liberte espaço; veja o registo do servidor; ele continua por si.',
  ],
  restarting: ['O servidor está a parar ou a arrancar.', 'Peça outra vez daqui a alguns segundos.'],
}
