/** A página pública. */

/** @type {Record<keyof typeof import('../en/start.js').start, import('../../frame/i18n.js').Message>} */
export const start = {
  'start.title': 'Este servidor está em funcionamento',
  'start.lead':
    'Apresenta entre si os programas de ambiente de trabalho remoto: um equipamento regista-se com um código curto, e quem recebe o código encontra o equipamento.',
  'start.version': 'isr {version}',
  'start.program.title': 'Um programa que já usa',
  'start.program.text':
    'Só precisa do endereço deste servidor. Troque o URL de registo do programa pelo que está abaixo; os códigos, as palavras-passe e tudo o resto ficam iguais.',
  'start.program.https':
    'Esses programas falam http sem cifra, que um servidor por trás de https costuma oferecer também na porta 8080. Se aí ninguém responder, pergunte a quem gere este servidor.',
  'start.program.url': 'o endereço do servidor',
  'start.register.title': 'Registar um equipamento à mão',
  'start.register.text':
    'Ponha o seu próprio código, o endereço a que o outro lado chega e a porta do programa de ambiente de trabalho.',
  'start.register.name': 'o comando para registar um equipamento',
  'start.resolve.title': 'Resolver um código',
  'start.resolve.text': 'A resposta é o endereço e a porta do equipamento.',
  'start.resolve.name': 'o comando para resolver um código',
  'start.token': 'Ponha o token de proprietário no lugar de {token}.',
  'start.policies.title': 'O que este servidor permite',

  'policy.registration.open': 'Quem chegar a este servidor pode registar um equipamento.',
  'policy.registration.enrolled': 'Só os equipamentos inscritos se podem registar.',
  'policy.resolve.open': 'Quem souber um código pode resolvê-lo para um endereço.',
  'policy.resolve.signed-in': 'Só quem iniciou sessão pode resolver um código.',
  'policy.list.public': 'A lista de todos os equipamentos é pública.',
  'policy.list.private': 'Só o proprietário vê a lista de todos os equipamentos.',
  'policy.ttl': 'Um código é esquecido {ttl} depois do seu último registo.',

  'signIn.title.password': 'Iniciar sessão',
  'signIn.title.totp': 'Segundo passo',
  'signIn.title.recovery': 'Segundo passo',
  'signIn.title.token': 'Iniciar sessão com o token de proprietário',
  'signIn.way.password': 'Voltar',
  'signIn.way.totp': 'Usar o código da sua aplicação',
  'signIn.way.recovery': 'Usar um código de recuperação',
  'signIn.way.token': 'Iniciar sessão com o token de proprietário',
  'signIn.provider': 'Iniciar sessão com {name}',
  'signIn.first': 'Inicie sessão para ver esta página.',
  'signIn.setUp.title': 'Ainda ninguém tem conta aqui',
  'signIn.setUp.text': 'Quem consegue ler o token de proprietário cria a primeira.',
  'signIn.setUp.action': 'Pôr este servidor em funcionamento',
  'signIn.token': 'Token de proprietário',
  'signIn.where':
    'O token está num ficheiro do servidor que só o proprietário pode ler. O servidor mostra o caminho ao arrancar; se não escolheu outra pasta, é {path}.',
  'signIn.action': 'Iniciar sessão',
  'signIn.busy': 'A iniciar sessão…',
  'signIn.ended': 'A sua sessão terminou. Inicie-a de novo para continuar.',
}
