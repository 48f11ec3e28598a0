/** What to do when a person, a token or a tenant is refused. */

import type { ACCESS_REFUSALS } from '../refusals/access.ts'
import type { Advice } from './advice.ts'

export const ACCESS_ADVICE: Readonly<Record<keyof typeof ACCESS_REFUSALS, Advice>> = {
  tenant_not_found: [
    'It does not exist, or you are no member; the answer is the same, so that ids tell nothing.',
    'Choose one of yours at the top of the page.',
  ],
  person_not_found: ['The person was removed meanwhile.', 'Load the list again.'],
  invitation_not_found: ['It was used, withdrawn or ran out.', 'Invite the person again.'],
  invitation_invalid: [
    'An invitation is good once and for a limited time, and its link must be whole.',
    'Ask whoever invited you for a new one.',
  ],
  invitation_for_other: [
    'You are signed in as somebody else than the invitation names.',
    'Sign out, sign in as that person, open the link again.',
  ],
  last_owner: [
    'Without an owner nobody could look after people and settings.',
    'Make somebody else an owner first.',
  ],
  already_member: ['The login belongs to a member.', 'Change that person’s role instead.'],
  too_many_invitations: ['Open invitations are limited in number.', 'Withdraw those nobody needs.'],
  reset_needs_server: [
    'A new password would open the person’s other tenants as well.',
    'Ask an owner of the server: `isr admin people reset LOGIN`.',
  ],
  oidc_off: ['No provider is set up.', 'Set `--oidc-issuer`; see docs/sign-in.md.'],
  oidc_unavailable: [
    'The server cannot reach the provider: network, DNS, certificate, or the provider is down.',
    'Try again; the log says what failed. Passwords work meanwhile.',
  ],
  oidc_denied: ['Somebody said no at the provider.', 'Start again and allow it there.'],
  oidc_failed: [
    'The answer had a wrong signature, audience or time.',
    'Check the client id, the secret and the clock of the server.',
  ],
  oidc_expired: [
    'A sign-in begins and ends in one browser within ten minutes, once.',
    'Start again from the sign-in page.',
  ],
  oidc_unknown_person: [
    'The provider knows you, this server does not: only people who were invited come in.',
    'Ask for an invitation to the same e-mail address.',
  ],
  token_not_found: ['It was revoked, or is somebody else’s.', 'Load the list again.'],
  token_outlives: [
    'A token could otherwise make itself immortal.',
    'Choose an earlier end, or make it with your sign-in.',
  ],
  too_many_tokens: ['Tokens are limited in number.', 'Revoke those that nobody uses.'],
  tenant_exists: ['Names of tenants are unique.', 'Choose another name.'],
  too_many_tenants: ['One server holds a limited number.', 'Use a second server.'],
  login_pending: [
    '`isr login` waits until somebody approves its code on the page.',
    'Open the page that it names and approve.',
  ],
  login_denied: ['Somebody said no on the page.', 'Start `isr login` again if that was a mistake.'],
  login_expired: ['A code of `isr login` is good for ten minutes, once.', 'Start it again.'],
  invalid_login: ['Other characters look alike or break lists.', 'Use an e-mail address or a short name.'],
  password_length: ['Shorter ones are guessed, longer ones cost time.', 'Take a few words.'],
  password_common: ['It would be among the first guesses.', 'Choose another.'],
  wrong_password: [
    'One of the two is wrong; which one is not said.',
    'Try again, slowly: attempts are counted. Lost: `isr admin people reset LOGIN` on the server.',
  ],
  totp_required: ['Your account has a second step.', 'Send `totp` or `recoveryCode` as well.'],
  wrong_totp: [
    'Each six digits work once and for 30 seconds; a clock may be off.',
    'Wait for the next ones; set the clock of the phone.',
  ],
  not_a_member: ['You were removed from everything here.', 'Ask an owner for an invitation.'],
  sign_in_not_found: ['It ended already.', 'Nothing is left to do.'],
  set_up_done: ['The set-up page works once.', 'Sign in, or ask for an invitation.'],
  totp_on: ['There is one already.', 'Remove it first, then start again.'],
  totp_off: ['The start of it ran out or was made elsewhere.', 'Start again.'],
  sign_in_locked: [
    'Too many wrong attempts for this login or from this address, by whomever.',
    'Wait as long as it says. An address from which you signed in before is not locked out by strangers.',
  ],
  sign_ins_busy: [
    'Checking a password costs memory on purpose, and only a few are checked at once.',
    'Wait a moment.',
  ],
  login_taken: ['Logins are unique on a server.', 'Choose another one.'],
  sign_in_required: [
    'The call needs to know who asks; or your sign-in ended.',
    'Sign in, or send `Authorization: Bearer TOKEN`.',
  ],
  wrong_token: [
    'Mistyped, or the file `owner-token` was replaced.',
    'Read it again beside the database.',
  ],
  invalid_token: ['It ran out, was revoked or is mistyped.', 'Make a new one: Your account, or Access.'],
  forbidden: [
    'Your role, or the scopes of the token, do not include it; `detail` names what is missing.',
    'Ask an owner for the role, or make a token with that scope.',
  ],
}
