/** Who signs in: set-up, sign-in, invitation, command line, own account. */

export const account = {
  'nav.account': 'Your account',
  'keys.account': 'Go to your account',
}
