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
}
