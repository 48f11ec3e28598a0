/** People, invitations, tokens, enrolment. */

export const access = {
  'nav.access': 'Access',
  'keys.access': 'Go to access',
}
