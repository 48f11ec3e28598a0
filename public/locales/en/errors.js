/** A sentence for every refusal; the key ends in its code. */

export const errors = {
  'error.unreachable': 'The server does not answer. Check that it runs and that you can reach it.',
  'error.unexpected_answer':
    'Something between you and the server answered instead of it ({status}).',
  'error.unknown': 'The server refused: {detail}',
  'error.request': 'Request {id}',
  'error.wrong_token': 'That is not the owner token.',
  'error.sign_in_required': 'Sign in first.',
  'error.rate_limited': 'Too many attempts. Try again in {wait}.',
  'error.missing_code_and_host': 'The code and the address of the host are missing.',
  'error.missing_code': 'The code is missing.',
  'error.invalid_port': 'The port must be a number from 1 to 65535.',
  'error.code_not_found': 'No host is registered under this code.',
  'error.endpoint_not_found':
    'The server has nothing at this address. It may be older than this page.',
  'error.session_not_found': 'This session has ended already, or was never there.',
  'error.host_not_found': 'This host is no longer registered.',
  'error.ban_not_found': 'This address is no longer banned.',
  'error.invalid_code': 'A code has 1 to 64 visible characters.',
  'error.invalid_host': 'The address must be an IPv4 address or a host name.',
  'error.invalid_request':
    'The server did not understand this request. It may be older than this page.',
  'error.malformed_request': 'The request arrived damaged. Try again.',
  'error.registration_closed': 'This server takes registrations of enrolled hosts only.',
  'error.cross_origin':
    'The server takes this only from its own page. Open the console at its own address.',
  'error.method_not_allowed': 'The server does not take this here. It may be older than this page.',
  'error.request_timeout': 'The request did not arrive in time. Try again.',
  'error.body_too_large': 'That is too long for the server.',
  'error.unsupported_media_type':
    'The server did not understand this request. It may be older than this page.',
  'error.host_not_allowed':
    'The server does not answer under this name. See its setting --allowed-hosts.',
  'error.header_too_large':
    'The browser sent more than the server takes. Delete its cookies for this address.',
  'error.internal_error':
    'The server made a mistake. Its log has the details under the request below.',
  'error.storage_unavailable':
    'The server cannot use its disk now, so nothing was changed. Check its free space.',
  'error.registry_full': 'The registry holds as many codes as --max-codes allows.',
  'error.restarting': 'The server is restarting. Try again in a moment.',
  'error.tenant_not_found': 'There is no such tenant, or you are not a member of it.',
  'error.tenant_exists': 'There is a tenant with this name already.',
  'error.too_many_tenants': 'This server holds as many tenants as it can.',
  'error.person_not_found': 'This person is no longer a member here.',
  'error.invitation_not_found': 'This invitation is no longer open.',
  'error.invitation_invalid':
    'This link is unknown, used, withdrawn or expired. Ask whoever sent it for a new one.',
  'error.invitation_for_other':
    'This invitation is for somebody else. Sign in as the person it names, then open it again.',
  'error.last_owner': 'This is the last owner. Make somebody else an owner first.',
  'error.already_member': 'Somebody with this login is a member here already.',
  'error.too_many_invitations': 'There are too many open invitations. Withdraw some first.',
  'error.link_not_found':
    'This guest link is unknown or was revoked. Ask whoever sent it for a new one.',
  'error.link_used_up':
    'This guest link was used as often as it may be. Ask whoever sent it for a new one.',
  'error.link_expired': 'This guest link has expired. Ask whoever sent it for a new one.',
  'error.links_off': 'Guest links are turned off on this server.',
  'error.too_many_links': 'There are too many guest links that still work. Revoke some first.',
  'error.reset_needs_server':
    'This person works elsewhere on this server too, so only an owner of the server may reset the password.',
  'error.oidc_off':
    'This server is not set up to sign in with a provider. See its setting --oidc-issuer.',
  'error.oidc_unavailable': 'The provider does not answer. Try again in a moment.',
  'error.oidc_denied': 'The provider was told not to sign you in.',
  'error.oidc_failed': 'The answer of the provider could not be verified. Start again.',
  'error.oidc_expired':
    'This attempt to sign in began elsewhere, is used up or took too long. Start again.',
  'error.oidc_unknown_person':
    'Nobody here has your e-mail address. Ask for an invitation, or sign in with your password.',
  'error.token_not_found': 'This token is no longer there.',
  'error.token_outlives': 'A token that ends cannot make one that ends later.',
  'error.too_many_tokens': 'There are too many tokens of this kind. Revoke one first.',
  'error.no_scopes': 'Choose at least one thing that it may do.',
  'error.login_pending': 'Nobody has let this command line in yet.',
  'error.login_denied': 'This command line was refused.',
  'error.login_expired':
    'This code is unknown, already used or older than ten minutes. Start again in your terminal.',
  'error.invalid_login': 'A login has letters, digits and @ . _ + - only.',
  'error.login_taken': 'Somebody has this login already.',
  'error.password_length': 'A password has 10 to 256 characters.',
  'error.password_common':
    'That is your login, or one of the first passwords that anybody tries. Choose another.',
  'error.wrong_password': 'The login or the password is wrong.',
  'error.wrong_present_password': 'That is not your present password.',
  'error.totp_required': 'Give the code of your app, or a recovery code.',
  'error.wrong_totp': 'This code is wrong or was used before. Wait for the next one.',
  'error.not_a_member': 'You are a member of nothing here any more. Ask for an invitation.',
  'error.sign_in_not_found': 'That browser is no longer signed in.',
  'error.set_up_done': 'This server is set up already. Sign in, or ask for an invitation.',
  'error.totp_on': 'The second step is on already. Turn it off first.',
  'error.totp_off': 'The second step is off. Start again.',
  'error.sign_in_locked': 'Too many wrong attempts. Try again in {wait}.',
  'error.sign_ins_busy': 'Too many people are signing in at this moment. Try again in {wait}.',
  'error.invalid_token': 'This token is unknown, expired or revoked.',
  'error.forbidden': 'Your role does not allow this here.',
  'error.clock_skewed': 'The clock of the host is more than five minutes off.',
  'error.wrong_signature': 'The signature of the host is not right.',
  'error.code_claimed': 'This code belongs to another host. It must be released first.',
  'error.code_locked': 'This code is locked to its present address. It must be unlocked first.',
  'error.code_revoked': 'This code was revoked and cannot be registered again.',
  'error.wrong_code': 'This credential is for another code.',
  'error.enrolment_invalid': 'This enrolment token is unknown, used up, expired or revoked.',
  'error.enrolment_not_found': 'This enrolment token is no longer there.',
  'error.replayed': 'This proof of the host was used before.',
}
