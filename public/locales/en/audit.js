/** The audit. */

export const audit = {
  'nav.audit': 'Audit',
  'keys.audit': 'Go to the audit',
}
