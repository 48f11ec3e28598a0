-- The registry, bans and sign-ins of the first version.
-- The text is valid for SQLite and PostgreSQL except for the table option WITHOUT ROWID, which
-- makes SQLite keep each lease inside its primary key: one B-tree descent instead of two.

CREATE TABLE leases (
  code          TEXT    NOT NULL PRIMARY KEY,      -- canonical, as a person reads it out
  tenant_id     TEXT    NOT NULL,
  host_id       TEXT    NOT NULL,
  address       TEXT    NOT NULL,                  -- IPv4 address or name a controller dials
  port          INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535),
  name          TEXT    NOT NULL,                  -- what the host calls itself
  registered_at BIGINT  NOT NULL,                  -- epoch ms of the first register
  updated_at    BIGINT  NOT NULL                   -- epoch ms of the last register
) WITHOUT ROWID;

-- The sweep takes the oldest first, the list of hosts the newest first.
CREATE INDEX leases_by_update ON leases (updated_at, code);

CREATE UNIQUE INDEX leases_by_host ON leases (host_id);

-- Addresses that touched a honeypot; read at start, so a restart pardons nobody.
CREATE TABLE bans (
  address    TEXT   NOT NULL PRIMARY KEY,          -- IPv4 address or IPv6 /64
  tenant_id  TEXT   NOT NULL,
  reason     TEXT   NOT NULL,
  code       TEXT   NOT NULL,                      -- the code that was probed
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
) WITHOUT ROWID;

-- Browser logins; the cookie's secret is kept as a hash only.
CREATE TABLE sign_ins (
  secret_hash TEXT   NOT NULL PRIMARY KEY,
  sign_in_id  TEXT   NOT NULL UNIQUE,
  tenant_id   TEXT   NOT NULL,
  role        TEXT   NOT NULL,
  token_hash  TEXT   NOT NULL,                     -- the owner token it was made with
  created_at  BIGINT NOT NULL,
  expires_at  BIGINT NOT NULL
) WITHOUT ROWID;
