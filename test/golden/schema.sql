-- schema version 1

CREATE TABLE bans (
  address    TEXT   NOT NULL PRIMARY KEY,          -- IPv4 address or IPv6 /64
  tenant_id  TEXT   NOT NULL,
  reason     TEXT   NOT NULL,
  code       TEXT   NOT NULL,                      -- the code that was probed
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
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
) WITHOUT ROWID;

CREATE TABLE sign_ins (
  secret_hash TEXT   NOT NULL PRIMARY KEY,
  sign_in_id  TEXT   NOT NULL UNIQUE,
  tenant_id   TEXT   NOT NULL,
  role        TEXT   NOT NULL,
  token_hash  TEXT   NOT NULL,                     -- the owner token it was made with
  created_at  BIGINT NOT NULL,
  expires_at  BIGINT NOT NULL
) WITHOUT ROWID;

CREATE UNIQUE INDEX leases_by_host ON leases (host_id);

CREATE INDEX leases_by_update ON leases (updated_at, code);
