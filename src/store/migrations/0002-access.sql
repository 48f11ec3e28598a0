-- Who may do what: codes owned by a key, enrolment, people, tokens, tenants, audit.
-- The text is valid for SQLite and PostgreSQL except for WITHOUT ROWID, as in 0001.

CREATE TABLE tenants (
  tenant_id  TEXT   NOT NULL PRIMARY KEY,
  name       TEXT   NOT NULL,
  created_at BIGINT NOT NULL
) WITHOUT ROWID;

INSERT INTO tenants (tenant_id, name, created_at) VALUES ('tenant_default', 'Default', 0);

-- What a server must remember about itself, such as the id that hosts sign.
CREATE TABLE facts (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- A row is claimed once a key, a credential, a lock or a revocation stands on its code: from then on
-- strangers cannot change it and the sweep does not remove it.
ALTER TABLE leases ADD COLUMN claimed_at BIGINT;
-- 'open', 'locked' or 'revoked'; a CHECK would be worked out at each register, at a tenth of its cost.
ALTER TABLE leases ADD COLUMN state TEXT NOT NULL DEFAULT 'open';
ALTER TABLE leases ADD COLUMN key TEXT;                        -- Ed25519 public key, base64url
ALTER TABLE leases ADD COLUMN credential_hash TEXT;            -- of the secret an enrolled host got
ALTER TABLE leases ADD COLUMN enrolment_id TEXT;
ALTER TABLE leases ADD COLUMN tags TEXT NOT NULL DEFAULT '';   -- separated by commas
ALTER TABLE leases ADD COLUMN proved_at BIGINT NOT NULL DEFAULT 0; -- time in the last proof: older ones are replays
ALTER TABLE leases ADD COLUMN instance TEXT;                   -- run of the host agent that registered last
ALTER TABLE leases ADD COLUMN previous_instance TEXT;          -- the run before; if it comes back there are two
ALTER TABLE leases ADD COLUMN cloned_at BIGINT;                -- one key was seen in two places
ALTER TABLE leases ADD COLUMN previous_address TEXT;           -- of a code without owner, before it changed
ALTER TABLE leases ADD COLUMN address_changed_at BIGINT;

CREATE UNIQUE INDEX leases_by_credential ON leases (credential_hash) WHERE credential_hash IS NOT NULL;

-- What is kept although it ran out, and what is live but must not count as such.
CREATE INDEX leases_claimed ON leases (tenant_id, updated_at, state, claimed_at) WHERE claimed_at IS NOT NULL;

-- Each tenant's list and sweep read their own part of the index.
DROP INDEX leases_by_update;
CREATE INDEX leases_by_update ON leases (tenant_id, updated_at, code);

CREATE TABLE enrolments (
  enrolment_id TEXT    NOT NULL PRIMARY KEY,
  tenant_id    TEXT    NOT NULL,
  secret_hash  TEXT    NOT NULL UNIQUE,
  name         TEXT    NOT NULL,
  tags         TEXT    NOT NULL,
  uses         INTEGER NOT NULL,
  uses_left    INTEGER NOT NULL CHECK (uses_left >= 0),
  created_by   TEXT    NOT NULL,                   -- name of the actor
  created_at   BIGINT  NOT NULL,
  expires_at   BIGINT  NOT NULL,
  revoked_at   BIGINT
) WITHOUT ROWID;

CREATE INDEX enrolments_by_tenant ON enrolments (tenant_id, created_at);

-- People exist once and are members of tenants.
CREATE TABLE people (
  person_id           TEXT   NOT NULL PRIMARY KEY,
  login               TEXT   NOT NULL UNIQUE,      -- lower case; an e-mail address or a name
  name                TEXT   NOT NULL,
  password_hash       TEXT,                        -- absent for those who sign in with OpenID Connect only
  password_changed_at BIGINT,
  totp_secret         TEXT,                        -- sealed with the key file beside the database
  totp_confirmed_at   BIGINT,
  totp_used_step      BIGINT NOT NULL DEFAULT 0,   -- a code of this or an earlier step is a replay
  created_at          BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE recovery_codes (
  code_hash TEXT   NOT NULL PRIMARY KEY,
  person_id TEXT   NOT NULL,
  used_at   BIGINT
) WITHOUT ROWID;

CREATE INDEX recovery_codes_by_person ON recovery_codes (person_id);

-- Who somebody is at an OpenID provider.
CREATE TABLE identities (
  issuer    TEXT   NOT NULL,
  subject   TEXT   NOT NULL,
  person_id TEXT   NOT NULL,
  linked_at BIGINT NOT NULL,
  PRIMARY KEY (issuer, subject)
) WITHOUT ROWID;

CREATE TABLE memberships (
  person_id  TEXT   NOT NULL,
  tenant_id  TEXT   NOT NULL,
  role       TEXT   NOT NULL CHECK (role IN ('owner', 'admin', 'operator', 'viewer')),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, tenant_id)
) WITHOUT ROWID;

CREATE INDEX memberships_by_tenant ON memberships (tenant_id);

CREATE TABLE invitations (
  invitation_id TEXT   NOT NULL PRIMARY KEY,
  tenant_id     TEXT   NOT NULL,
  secret_hash   TEXT   NOT NULL UNIQUE,
  login         TEXT   NOT NULL,
  role          TEXT   NOT NULL CHECK (role IN ('owner', 'admin', 'operator', 'viewer')),
  person_id     TEXT,                              -- whose password it resets; absent: it invites
  is_by_server  INTEGER NOT NULL DEFAULT 0,        -- such a reset holds for members of other tenants too
  created_by    TEXT   NOT NULL,                   -- name of the actor
  created_by_id TEXT   NOT NULL,                   -- losing the role withdraws what one has made
  created_at    BIGINT NOT NULL,
  expires_at    BIGINT NOT NULL,
  accepted_at   BIGINT,
  accepted_by   TEXT                               -- the one attempt that won
) WITHOUT ROWID;

CREATE INDEX invitations_by_tenant ON invitations (tenant_id, created_at);
CREATE INDEX invitations_by_login ON invitations (login);

-- Addresses from which a person signed in: guessing elsewhere does not lock these out.
CREATE TABLE known_addresses (
  person_id TEXT   NOT NULL,
  address   TEXT   NOT NULL,                       -- IPv4 address or IPv6 /64
  seen_at   BIGINT NOT NULL,
  PRIMARY KEY (person_id, address)
) WITHOUT ROWID;

-- A sign-in now belongs to a person or to the owner token, and works in one tenant at a time.
DROP TABLE sign_ins;
CREATE TABLE sign_ins (
  secret_hash TEXT   NOT NULL PRIMARY KEY,
  sign_in_id  TEXT   NOT NULL UNIQUE,
  tenant_id   TEXT   NOT NULL,
  person_id   TEXT,                                -- absent: made with the owner token
  token_hash  TEXT,                                -- that owner token; replacing it ends the sign-in
  address     TEXT   NOT NULL,
  agent       TEXT   NOT NULL,                     -- User-Agent, as reported
  created_at  BIGINT NOT NULL,
  seen_at     BIGINT NOT NULL,
  expires_at  BIGINT NOT NULL
) WITHOUT ROWID;

CREATE INDEX sign_ins_by_person ON sign_ins (person_id);

CREATE TABLE tokens (
  token_id     TEXT   NOT NULL PRIMARY KEY,
  tenant_id    TEXT   NOT NULL,
  person_id    TEXT,                               -- absent: the tenant's own token
  secret_hash  TEXT   NOT NULL UNIQUE,
  name         TEXT   NOT NULL,
  scopes       TEXT   NOT NULL,                    -- permissions, separated by spaces
  start        TEXT   NOT NULL,                    -- its first characters, to recognise it by
  created_by   TEXT   NOT NULL,                    -- name of the actor
  created_at   BIGINT NOT NULL,
  expires_at   BIGINT,
  used_at      BIGINT,
  used_from    TEXT,                               -- address of the last use
  revoked_at   BIGINT
) WITHOUT ROWID;

CREATE INDEX tokens_by_tenant ON tokens (tenant_id, created_at);
CREATE INDEX tokens_by_person ON tokens (person_id);

-- Append-only but for retention. `count` tells how often a refusal was seen until `until_at`.
CREATE TABLE audit (
  audit_id    TEXT    NOT NULL PRIMARY KEY,
  tenant_id   TEXT    NOT NULL,
  at          BIGINT  NOT NULL,
  actor_kind  TEXT    NOT NULL,
  actor_id    TEXT    NOT NULL,
  actor_name  TEXT    NOT NULL,
  address     TEXT    NOT NULL,
  action      TEXT    NOT NULL,                    -- such as host.locked
  object_kind TEXT    NOT NULL,
  object_id   TEXT    NOT NULL,
  object_name TEXT    NOT NULL,
  outcome     TEXT    NOT NULL CHECK (outcome IN ('allowed', 'refused')),
  reason      TEXT,                                -- code of the refusal
  before_json TEXT,
  after_json  TEXT,
  count       INTEGER NOT NULL,
  until_at    BIGINT  NOT NULL
) WITHOUT ROWID;

CREATE INDEX audit_by_tenant ON audit (tenant_id, at, audit_id);
-- Retention removes what strangers caused before what people did.
CREATE INDEX audit_by_kind ON audit (tenant_id, actor_kind, audit_id);
