/** What to do when a session, a control channel, a screen or a tunnel is refused or ended. */

import type { SESSION_REFUSALS } from '../refusals/sessions.ts'
import type { Advice } from './advice.ts'

export const SESSION_ADVICE: Readonly<Record<keyof typeof SESSION_REFUSALS, Advice>> = {
  upgrade_required: [
    'A proxy on the way took the WebSocket out of the request, or a program asked without one.',
    'Pass `Upgrade` and `Connection` on, as `nginx/isr-registry.conf` does. `isr doctor` shows where.',
  ],
  hello_timeout: ['The first message has ten seconds.', 'Try again; look at the line.'],
  too_many_messages: [
    'A channel may say only so much at a time; a program that runs wild says more.',
    'Restart the program, and report it if it comes back.',
  ],
  channel_replaced: [
    'The same host connected anew, so its older channel was closed.',
    'Nothing; if it happens all the time, two agents run on one machine.',
  ],
  host_cloned: [
    'Two machines have the same key, as after copying a disk. The first keeps its place.',
    'On the copy delete the key of `isr host` and start it, so that it makes its own.',
  ],
  host_removed: [
    'Somebody deleted, released or revoked the host while it was connected.',
    'Start the agent again to register, unless the code was revoked.',
  ],
  channel_lost: [
    'Nothing was heard for 65 seconds: no network, a sleeping machine, or a proxy that forgets quiet lines.',
    'It comes back by itself. If not, `isr doctor --idle 70` shows whether something cuts.',
  ],
  no_agent: [
    'The host uses the older program, which only says an address.',
    'Reach it at that address, or run `isr host` on it.',
  ],
  host_offline: [
    'The host has no channel to the server: switched off, asleep, without network, or its agent stopped.',
    'Start it there; `isr doctor` on the host says what is in its way.',
  ],
  service_not_found: [
    'The agent was started without that `--service`.',
    'Ask for one that it offers, or add it there: `--service ssh=127.0.0.1:22`.',
  ],
  session_not_found: ['It ended already, or is of another tenant.', 'Load the list again.'],
  host_busy: [
    'The relay policy limits the sessions of one host at a time.',
    'End one that nobody needs, or raise the limit in the settings.',
  ],
  too_many_sessions: [
    'The relay policy limits the sessions from one address, so that no neighbour takes all places.',
    'Close some, or raise the limit; an office shares one address.',
  ],
  relay_full: ['All places of the relay are taken.', 'Try later, or raise the limit in the settings.'],
  relay_off: [
    'The relay is off, or off for those who did not sign in, and no direct path was found.',
    'Sign in (`isr login`), or give the host a `--direct-port`.',
  ],
  bad_ticket: [
    'Tickets are good once and for 30 seconds; a slow start or a repeated request lost it.',
    'Ask for a new session. If it stays so, check that one server only answers under the name.',
  ],
  host_refused: [
    'The host said no, and `detail` says why.',
    'Talk to whoever sits there, or look at the output of `isr host`.',
  ],
  wrong_pin: [
    'The PIN is not the one that the host shows now; one-time PINs change after each use.',
    'Read it again at the host. Somebody in the middle would look the same: compare the fingerprint.',
  ],
  pin_locked: [
    'Too many wrong PINs came, from whomever; the host takes none of yours for a while. It keeps places for people of its own tenant and for programs that it let in before.',
    'Wait, sign in (`isr login`), or come from the computer that was let in before. If nobody of yours tried, somebody knows the code: give the host another one.',
  ],
  peer_never_came: [
    'The other end did not reach the relay within 30 seconds.',
    'Try again; `isr doctor` on both machines.',
  ],
  peer_gone: ['The other end broke off: closed, crashed, or without network.', 'Connect again.'],
  peer_stalled: [
    'The other end answered no ping for 45 seconds.',
    'Look at the line of that machine; connect again.',
  ],
  session_killed: [
    'An operator ended it, on the page of sessions.',
    'Ask before you connect again; the audit says who it was.',
  ],
  authority_ended: [
    'The sign-in, token, guest link or host that allowed the session ended or was revoked.',
    'Sign in again, or ask for a new token or link.',
  ],
  session_replaced: [
    'The same controller asked for this host again, and its first attempt gave way.',
    'Nothing; use the newer one.',
  ],
  browser_not_allowed: [
    'The host was started with `--no-browser`: its owner wants no session that is decrypted at the server.',
    'Use `isr connect`, which is encrypted up to the host.',
  ],
  screens_off: [
    'The policy of the server forbids screens and terminals in browsers.',
    'Use `isr connect`. Who may change the server turns it on in the settings.',
  ],
  too_many_screens: [
    'Each screen costs the server memory and processor time, so there are limits for one person, for a tenant and for all.',
    'Close those that you do not look at, or ask others of your tenant to.',
  ],
  view_only_impossible: [
    'View only is kept by the server, which reads what the page sends; this service speaks something that it cannot judge.',
    'Open it without view only if you may, or offer the host’s VNC server with usual authentication.',
  ],
  service_down: [
    'The agent runs, but the program behind the service (a VNC server, sshd) does not take connections.',
    'Start it there; check the address and port after `--service`.',
  ],
  host_not_proved: [
    'What answered has another key than the host registered. It may have been set up anew; it may be somebody else.',
    'Do not type the PIN. Compare the fingerprint with what `isr host` shows there.',
  ],
  not_ssh: [
    'The service is named ssh, and something else answers, or a server with old algorithms only.',
    'Check the port after `--service ssh=`; upgrade the SSH server.',
  ],
  ssh_login_failed: [
    'User, password or key are wrong, or that SSH server takes no passwords.',
    'Try them with `isr connect --stdio` and ssh; look at the log of sshd.',
  ],
  ssh_no_shell: [
    'The login was right, and the account may not open a terminal (sftp only, `nologin`).',
    'Use another account, or `scp` over `isr connect --stdio`.',
  ],
  answer_timeout: [
    'The page asked for a PIN or a login, and nobody typed it in time.',
    'Open it again, with the PIN at hand.',
  ],
  session_idle: [
    'Nothing was sent for as long as the relay policy allows, which protects desktops left open.',
    'Connect again, or raise the limit in the settings.',
  ],
}
