-- schema version 5

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

CREATE TABLE bans (
  address    TEXT   NOT NULL PRIMARY KEY,          -- IPv4 address or IPv6 /64
  tenant_id  TEXT   NOT NULL,
  reason     TEXT   NOT NULL,
  code       TEXT   NOT NULL,                      -- the code that was probed
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
) WITHOUT ROWID;

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

CREATE TABLE facts (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE guest_links (
  link_id       TEXT    NOT NULL PRIMARY KEY,
  tenant_id     TEXT    NOT NULL,
  secret_hash   TEXT    NOT NULL UNIQUE,
  host_id       TEXT    NOT NULL,
  host_key      TEXT    NOT NULL,                  -- the machine's; another one is not meant
  code          TEXT    NOT NULL,                  -- as it was, for links that outlive their host
  service       TEXT    NOT NULL,
  kind          TEXT    NOT NULL CHECK (kind IN ('screen', 'terminal')),
  is_view_only  INTEGER NOT NULL CHECK (is_view_only IN (0, 1)),
  note          TEXT    NOT NULL,                  -- what it is for, as its maker wrote
  created_by    TEXT    NOT NULL,                  -- name of the actor
  created_by_id TEXT    NOT NULL,
  created_at    BIGINT  NOT NULL,
  expires_at    BIGINT  NOT NULL,
  uses          INTEGER NOT NULL,
  used          INTEGER NOT NULL DEFAULT 0 CHECK (used BETWEEN 0 AND uses),
  last_used_at  BIGINT,
  revoked_at    BIGINT                             -- by a person, or because the host is another's
) WITHOUT ROWID;

CREATE TABLE identities (
  issuer    TEXT   NOT NULL,
  subject   TEXT   NOT NULL,
  person_id TEXT   NOT NULL,
  linked_at BIGINT NOT NULL,
  PRIMARY KEY (issuer, subject)
) WITHOUT ROWID;

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

CREATE TABLE known_addresses (
  person_id TEXT   NOT NULL,
  address   TEXT   NOT NULL,                       -- IPv4 address or IPv6 /64
  seen_at   BIGINT NOT NULL,
  PRIMARY KEY (person_id, address)
) WITHOUT ROWID;

CREATE TABLE leases (
  code          TEXT    NOT NULL PRIMARY KEY,      -- canonical, as a person reads it out
  tenant_id     TEXT    NOT NULL,
  host_id       TEXT    NOT NULL,
  address       TEXT    NOT NULL,                  -- IPv4 address or name a controller dials
  port          INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535),
  name          TEXT    NOT NULL,                  -- what the host calls itself
  registered_at BIGINT  NOT NULL,                  -- epoch ms of the first register
  updated_at    BIGINT  NOT NULL                   -- epoch ms of the last register
, claimed_at BIGINT, state TEXT NOT NULL DEFAULT 'open', key TEXT, credential_hash TEXT, enrolment_id TEXT, tags TEXT NOT NULL DEFAULT '', proved_at BIGINT NOT NULL DEFAULT 0, instance TEXT, previous_instance TEXT, cloned_at BIGINT, previous_address TEXT, address_changed_at BIGINT, reach TEXT NOT NULL DEFAULT 'address') WITHOUT ROWID;

CREATE TABLE memberships (
  person_id  TEXT   NOT NULL,
  tenant_id  TEXT   NOT NULL,
  role       TEXT   NOT NULL CHECK (role IN ('owner', 'admin', 'operator', 'viewer')),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, tenant_id)
) WITHOUT ROWID;

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

CREATE TABLE sessions (
  session_id          TEXT   NOT NULL PRIMARY KEY,
  tenant_id           TEXT   NOT NULL,
  host_id             TEXT   NOT NULL,
  code                TEXT   NOT NULL,
  service             TEXT   NOT NULL,
  controller_kind     TEXT   NOT NULL,             -- of the actor, such as person or anonymous
  controller_id       TEXT   NOT NULL,
  controller_name     TEXT   NOT NULL,             -- of the actor; empty for strangers
  controller_device   TEXT   NOT NULL,             -- as the controller calls itself
  controller_address  TEXT   NOT NULL,
  path                TEXT,                        -- 'direct' or 'relay'; absent: it never got through
  outcome             TEXT   NOT NULL CHECK (outcome IN
    ('completed', 'refused', 'lonely', 'redundant', 'failed', 'killed')),
  reason              TEXT,                        -- code of the refusal that ended it
  asked_at            BIGINT NOT NULL,
  connected_at        BIGINT,
  first_byte_at       BIGINT,
  ended_at            BIGINT NOT NULL,
  bytes_to_host       BIGINT NOT NULL,
  bytes_to_controller BIGINT NOT NULL
, via TEXT NOT NULL DEFAULT 'program' CHECK (via IN ('program', 'browser')), is_view_only INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;

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

CREATE TABLE tenants (
  tenant_id  TEXT   NOT NULL PRIMARY KEY,
  name       TEXT   NOT NULL,
  created_at BIGINT NOT NULL
) WITHOUT ROWID;

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

CREATE INDEX audit_by_kind ON audit (tenant_id, actor_kind, audit_id);

CREATE INDEX audit_by_tenant ON audit (tenant_id, at, audit_id);

CREATE INDEX enrolments_by_tenant ON enrolments (tenant_id, created_at);

CREATE INDEX guest_links_by_host ON guest_links (tenant_id, host_id, created_at);

CREATE INDEX invitations_by_login ON invitations (login);

CREATE INDEX invitations_by_tenant ON invitations (tenant_id, created_at);

CREATE UNIQUE INDEX leases_by_credential ON leases (credential_hash) WHERE credential_hash IS NOT NULL;

CREATE UNIQUE INDEX leases_by_host ON leases (host_id);

CREATE INDEX leases_by_update ON leases (tenant_id, updated_at, code);

CREATE INDEX leases_claimed ON leases (tenant_id, updated_at, state, claimed_at) WHERE claimed_at IS NOT NULL;

CREATE INDEX memberships_by_tenant ON memberships (tenant_id);

CREATE INDEX recovery_codes_by_person ON recovery_codes (person_id);

CREATE INDEX sessions_by_end ON sessions (ended_at);

CREATE INDEX sessions_by_host ON sessions (tenant_id, host_id, ended_at, session_id);

CREATE INDEX sessions_by_tenant ON sessions (tenant_id, ended_at, session_id);

CREATE INDEX sign_ins_by_person ON sign_ins (person_id);

CREATE INDEX tokens_by_person ON tokens (person_id);

CREATE INDEX tokens_by_tenant ON tokens (tenant_id, created_at);
