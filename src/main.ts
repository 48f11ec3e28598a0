/** The command `isr`: picks the subcommand, and turns what it throws into a sentence and a code. */

const COMMANDS: Record<string, () => Promise<(args: string[]) => Promise<void>>> = {
  serve: async () => (await import('./cli/serve.ts')).serve,
  admin: async () => (await import('./cli/admin.ts')).admin,
  login: async () => (await import('./cli/login.ts')).login,
  logout: async () => (await import('./cli/login.ts')).logout,
  host: async () => (await import('./cli/host.ts')).host,
  connect: async () => (await import('./cli/connect.ts')).connect,
  doctor: async () => (await import('./cli/doctor.ts')).doctor,
  register: async () => (await import('./cli/register.ts')).register,
}

const HELP = `isr - rendezvous and registry server for code-based remote desktop connections

Usage:
  isr serve [settings]      Run the server (isr serve --help lists the settings)
  isr admin <verb>          Hosts, people, tokens, audit, backups (isr admin --help lists the verbs)
  isr login --server URL    Get a token for this computer through the browser; isr logout ends it
  isr host …                Make services of this computer reachable by a code
  isr connect CODE          Bring a service of a host here: a port, standard input, its viewer
  isr doctor [CODE]         Say what is wrong between here, the server and a host
  isr register …            Register this host once, signed with its own key
  isr --version             Print the version
  isr --help                Print this

Exit codes: 0 done, 1 failed, 2 wrong usage; the --help of each command has the others.
`

/** Runs a command line without the program's name; sets the exit code. */
export const main = async (args: string[]): Promise<void> => {
  const [name, ...rest] = args
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(HELP)
    if (name === undefined) process.exitCode = 2
    return
  }
  if (name === '--version' || name === '-v') {
    const { VERSION } = await import('./version.ts')
    process.stdout.write(`${VERSION}\n`)
    return
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!load) {
    process.stderr.write(`There is no command ${JSON.stringify(name)}. Run \`isr --help\` for the list.\n`)
    process.exitCode = 2
    return
  }
  const command = await load()
  await command(rest)
}
