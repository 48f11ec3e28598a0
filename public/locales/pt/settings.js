/** Com que o servidor foi iniciado, e a política do seu retransmissor. */

/** @type {Record<keyof typeof import('../en/settings.js').settings, import('../../frame/i18n.js').Message>} */
export const settings = {
  'settings.title': 'Definições',
  'settings.lead':
    'O que o retransmissor pode levar, com que este servidor foi iniciado, e de que protege cada definição.',
  'settings.started': 'Com que o servidor foi iniciado',
  'settings.how':
    'Estas mudam-se onde o servidor é iniciado, para que nenhum reinício traga outra política: com uma opção, {example}, ou com uma variável, {variable}. Depois, reinicie-o.',
  'settings.none': 'nenhum',
  'settings.usual': 'valor por omissão',
  'settings.chosen': 'em vez de {usual}',
  'settings.group.policies': 'Quem pode fazer o quê',
  'settings.group.codes': 'Códigos',
  'settings.group.guessing': 'Contra a adivinhação',
  'settings.group.load': 'Contra a sobrecarga',
  'settings.group.people': 'Início de sessão',
  'settings.group.network': 'Rede',
  'settings.group.machine': 'Na máquina do servidor',
  'settings.group.other': 'Outras',

  'setting.registration':
    'Quem se pode registar. Com open, um desconhecido pode encher o seu registo e tomar códigos que ainda não são de ninguém; com enrolled, só os equipamentos que inscreveu.',
  'setting.resolve':
    'Quem pode transformar um código num endereço. Protege máquinas cujo programa de ambiente de trabalho aceita qualquer palavra-passe: com signed-in, um código adivinhado não vale nada.',
  'setting.publicList':
    'Mostra todos os códigos e endereços a qualquer pessoa. Desativado, evita dar a desconhecidos um mapa das suas máquinas.',
  'setting.ttl':
    'Quanto vive um código depois do seu último registo. Evita enviar alguém para um endereço que há muito é de outra máquina.',
  'setting.sweepInterval':
    'De quanto em quanto tempo se apagam do disco os códigos expirados. Em todo o caso, deixam de se resolver de imediato.',
  'setting.maxCodes':
    'Quantos códigos se guardam no máximo. Protege o disco de quem registe sem fim.',
  'setting.missesPerAddress':
    'Códigos errados que um endereço pode pedir em 10 minutos. Protege da adivinhação; passada uma quinta parte, as respostas demoram cada vez mais.',
  'setting.missesPerCode':
    'Perguntas em vão por um código em 10 minutos, de qualquer lugar. Protege de muitos endereços que atacam juntos uma mesma máquina.',
  'setting.missesInAll':
    'Códigos errados de qualquer lugar em 10 minutos antes de a cada um restarem dois. Protege da adivinhação repartida por milhares de endereços.',
  'setting.honeypots': 'Códigos que ninguém tem. Quem pede um está a adivinhar, e fica banido.',
  'setting.banFor':
    'Quanto dura um banimento, também depois de reiniciar. Evita que voltem um minuto depois.',
  'setting.registersPerMinute':
    'Registos por minuto de um endereço. Protege de avalanchas; um escritório de 200 equipamentos precisa de 200.',
  'setting.newCodesPerHour':
    'Códigos novos por hora de um endereço. Evita que alguém tome códigos antes dos seus equipamentos.',
  'setting.registersPerCodePerMinute':
    'Registos de um código por minuto. Protege de duas máquinas que disputam um código.',
  'setting.resolvesPerMinute':
    'Resoluções por minuto de um endereço. Protege o servidor de programas descontrolados.',
  'setting.resolvesPerCodePerMinute':
    'Resoluções de um código por minuto. Protege uma máquina de uma multidão.',
  'setting.maxConnections': 'Ligações ao mesmo tempo. Protege a memória.',
  'setting.maxConnectionsPerAddress':
    'Ligações ao mesmo tempo de um endereço. Evita que um vizinho as ocupe todas.',
  'setting.host':
    'Endereço em que o servidor escuta. Por trás de um proxy na mesma máquina, 127.0.0.1 evita que o contornem.',
  'setting.port': 'Porta em que o servidor escuta. Os programas existentes esperam a 8080.',
  'setting.trustedProxies':
    'Proxies em cuja palavra se confia sobre o endereço do cliente. Protege de desconhecidos que inventem um endereço.',
  'setting.allowedHosts':
    'Nomes a que esta consola responde. Protege de páginas que apontam um nome seu para o seu servidor (DNS rebinding).',
  'setting.publicUrl':
    'Onde os navegadores chegam a este servidor. Evita enviar para um endereço falso quem entra com um fornecedor.',
  'setting.oidcIssuer':
    'Fornecedor de OpenID Connect com que se pode entrar. Só entra quem foi convidado aqui, diga o fornecedor o que disser.',
  'setting.oidcClientId': 'Como o fornecedor chama a este servidor.',
  'setting.oidcClientSecretFile':
    'Ficheiro com o segredo que o fornecedor deu. Um ficheiro protege-o das listas de processos e desta página.',
  'setting.oidcName': 'Como o botão da página de início de sessão chama ao fornecedor.',
  'setting.auditKeep':
    'Quanto tempo se guardam as entradas da auditoria. Mais tempo protege de um intruso que se descobre tarde.',
  'setting.auditMaxRows':
    'Entradas da auditoria que se guardam no máximo. Protege o disco; o que desconhecidos causaram sai antes do que as pessoas fizeram.',
  'setting.sessionsKeep':
    'Quanto tempo se guardam as sessões remotas terminadas. Mais tempo mostra quem esteve onde no mês passado; menos guarda menos sobre as pessoas.',
  'setting.db':
    'Ficheiro da base de dados. Tudo o que tem de sobreviver a um reinício está na sua pasta.',
  'setting.logLevel':
    'Quanto pormenor leva o registo (log). Os segredos nunca são anotados, em nenhum nível.',

  'relay.title': 'O que o retransmissor leva',
  'relay.lead':
    'O retransmissor leva as sessões cujas pontas não se alcançam uma à outra. O que se guarda aqui vale de imediato, também para as sessões em curso, e mantém-se depois de um reinício.',
  'screens.title': 'Ecrãs e terminais na página',
  'screens.lead':
    'Uma sessão a partir desta página é decifrada no servidor: faz o papel do controlador perante o equipamento. Uma de isr connect, não. Um equipamento também o pode proibir por si, com isr host --no-browser.',
  'screens.isOn': 'Abri-los aqui',
  'screens.isOn.text':
    'Ao desligar, os que estiverem abertos terminam num segundo. Protege de um servidor que vê o que os equipamentos mostram.',
  'screens.isForGuests': 'Para ligações de convidado',
  'screens.isForGuests.text':
    'Ao desligar, terminam só os dos convidados. Protege de uma ligação que chegou a mãos erradas.',
  'screens.saved': 'A política de ecrãs está em vigor.',
  'relay.readOnly': 'Só pode ser mudado por quem pode mudar o servidor.',
  'relay.save': 'Guardar',
  'relay.saved': 'A política do retransmissor está guardada e em vigor.',
  'relay.undo': 'Deixar como estava',
  'relay.wrong': 'Um número inteiro de {min} a {max}.',
  'relay.wrong.some': {
    one: '{n} número não está certo; não se guardou nada.',
    other: '{n} números não estão certos; não se guardou nada.',
  },
  'relay.unit.mbits': 'Mbit/s',
  'relay.unit.minutes': 'minutos',
  'relay.unit.sessions': 'sessões',
  'relay.isOn': 'Levar sessões',
  'relay.isOn.text':
    'Desativado, as sessões precisam de um caminho direto, que quase nenhum router permite. Protege de levar seja o que for.',
  'relay.isForStrangers': 'Também para desconhecidos',
  'relay.isForStrangers.text':
    'Se o podem usar os controladores que não iniciaram sessão: sabem o código e depois o PIN. Desativado, protege a sua largura de banda de quem não conhece.',
  'relay.strangerMbits': 'Velocidade para desconhecidos',
  'relay.strangerMbits.text':
    'Por sessão e sentido; 0 é sem limite. Protege os outros de um desconhecido que copia um disco.',
  'relay.signedInMbits': 'Velocidade com sessão iniciada',
  'relay.signedInMbits.text':
    'Por sessão e sentido; 0 é sem limite. Protege os colegas uns dos outros.',
  'relay.allMbits': 'Velocidade de todas juntas',
  'relay.allMbits.text':
    'De todas as sessões, por sentido; 0 é sem limite. Protege tudo o resto que usa a linha do servidor.',
  'relay.sessionsPerCode': 'Ao mesmo tempo num equipamento',
  'relay.sessionsPerCode.text':
    'Sessões de um mesmo código. Protege uma máquina de mais olhares do que o seu ecrã suporta.',
  'relay.sessionsPerAddress': 'Ao mesmo tempo de um endereço',
  'relay.sessionsPerAddress.text':
    'Sessões de controladores atrás de um mesmo endereço. Protege de um vizinho que ocupa todos os lugares; um escritório partilha um endereço.',
  'relay.sessions': 'Ao mesmo tempo no total',
  'relay.sessions.text': 'Sessões pelo retransmissor. Protege a memória do servidor.',
  'relay.idleMinutes': 'Terminar se estiver inativa',
  'relay.idleMinutes.text':
    'Uma sessão que não leva nada durante este tempo é terminada; 0 é nunca. Protege um ambiente de trabalho que alguém deixou aberto.',
}
