-- Guest links: one service of one host in a browser, for whoever has the link.
-- The text is valid for SQLite and PostgreSQL except for WITHOUT ROWID, as in 0001.

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

CREATE INDEX guest_links_by_host ON guest_links (tenant_id, host_id, created_at);
