/** Tenants own hosts, people, tokens and quotas; an installation with one never sees the word. */

/** The tenant of everything until an owner makes a second one. */
export const DEFAULT_TENANT = 'tenant_default'
