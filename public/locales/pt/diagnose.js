/** O que funciona entre este navegador, o servidor e um equipamento. */

/** @type {Record<keyof typeof import('../en/diagnose.js').diagnose, import('../../frame/i18n.js').Message>} */
export const diagnose = {
  'diagnose.title': 'Diagnóstico',
  'diagnose.lead':
    'O que funciona entre este navegador e o servidor, e o que não funciona. Umas redes cortam o que outras deixam passar: execute-o onde está o problema.',
  'diagnose.again': 'Verificar outra vez',
  'diagnose.word.ok': 'funciona',
  'diagnose.word.warn': 'ver',
  'diagnose.word.bad': 'falha',
  'diagnose.word.busy': 'a verificar',
  'diagnose.word.skipped': 'não verificado',
  'diagnose.server': 'O servidor',
  'diagnose.server.ok': 'Responde em {ms} ms; é a versão {version}.',
  'diagnose.server.bad':
    'Não respondeu. Verifique que está a funcionar e que esta rede chega a ele.',
  'diagnose.https': 'Cifra',
  'diagnose.https.ok': 'Esta página chegou por https.',
  'diagnose.https.warn':
    'Esta página chegou por http sem cifra: pelo caminho pode ser lida e mudada. Ponha https à frente do servidor; o manual traz uma configuração de nginx.',
  'diagnose.websocket': 'WebSockets',
  'diagnose.websocket.ok': 'Passam, em {ms} ms. Os equipamentos e as sessões precisam deles.',
  'diagnose.websocket.bad':
    'A mudança de protocolo não passou. Um proxy no caminho tem de transmitir os cabeçalhos Upgrade e Connection.',
  'diagnose.clock': 'Relógios',
  'diagnose.clock.ok': 'O deste computador e o do servidor diferem em {seconds} s.',
  'diagnose.clock.warn':
    'Diferem em {seconds} s. A partir de 300 s o servidor recusa as provas dos equipamentos: acerte o relógio que estiver errado.',
  'diagnose.address': 'O seu endereço',
  'diagnose.address.ok':
    'O servidor vê-o em {address}. Se for o endereço de um proxy, indique-o com {flag}.',
  'diagnose.idle': 'Ligações em silêncio',
  'diagnose.idle.skipped':
    'Demora {n} s de silêncio. Os proxies e routers costumam cortar o que se cala um minuto.',
  'diagnose.idle.busy': 'Em silêncio há {n} s…',
  'diagnose.idle.ok': 'Continuava aberta depois de {n} s.',
  'diagnose.idle.bad':
    'Algo no caminho cortou-a aos {n} s. Suba o tempo de leitura do proxy acima de 60 s; os equipamentos falam a cada 20 s e passam.',
  'diagnose.idle.start': 'Testar',
  'diagnose.host': 'Um equipamento',
  'diagnose.host.choose': 'Código ou nome do equipamento',
  'diagnose.host.look': 'Ver',
  'diagnose.host.none': 'Nenhum equipamento daqui tem esse código ou nome.',
  'diagnose.presence': 'Presença',
  'diagnose.presence.online': 'Em linha; o seu canal está aberto.',
  'diagnose.presence.degraded':
    'O seu canal está aberto mas calado. A rede pode estar lenta, ou está a adormecer.',
  'diagnose.presence.offline':
    'Sem ligação. Veja se a máquina está ligada, tem rede e tem o programa isr host a funcionar.',
  'diagnose.presence.registered':
    'Anunciou-se e nada mais se sabe: não tem agente. Só chega um controlador que alcance o endereço.',
  'diagnose.presence.expired':
    'Não se anuncia há demasiado tempo, por isso o código não se resolve. Volte a arrancar o programa.',
  'diagnose.code': 'Código',
  'diagnose.code.ok': 'Tem dono e não está bloqueado.',
  'diagnose.code.unowned':
    'Não tem dono: qualquer pessoa pode registá-lo. Um agente com chave ou uma inscrição mudam isso.',
  'diagnose.code.locked': 'Está bloqueado: só funciona a partir do endereço atual.',
  'diagnose.code.revoked': 'Está revogado: ninguém pode registá-lo e não se resolve.',
  'diagnose.session': 'Sessão de {when}',
  'diagnose.session.none': 'Ainda ninguém pediu uma sessão com ele.',
  'diagnose.outcome.completed': 'Ligou-se e terminou em ordem.',
  'diagnose.outcome.refused':
    'Foi recusada. Um PIN errado, uma política ou uma pessoa disse que não: veja o motivo.',
  'diagnose.outcome.lonely':
    'Uma das pontas nunca chegou. Verifique as duas redes com isr doctor e se o retransmissor está ligado.',
  'diagnose.outcome.redundant':
    'Ao mesmo tempo encontrou-se um caminho melhor, por isso este não foi preciso.',
  'diagnose.outcome.failed':
    'Foi interrompida. A rede mudou ou o serviço do equipamento parou: arranque esse serviço e tente outra vez.',
  'diagnose.outcome.killed': 'Alguém a terminou aqui. A auditoria diz quem.',
  'diagnose.line': 'O mesmo a partir de um terminal, e mais: também tenta o caminho direto',
}
