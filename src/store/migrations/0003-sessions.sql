-- Hosts with an agent, and what became of each session.
-- The text is valid for SQLite and PostgreSQL except for WITHOUT ROWID, as in 0001.

-- How controllers reach the host: 'address' (as older hosts), 'agent' (through a session only, the
-- address is nobody's business) or 'both'.
ALTER TABLE leases ADD COLUMN reach TEXT NOT NULL DEFAULT 'address';

-- One row for each session, written when it ends.
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
) WITHOUT ROWID;

CREATE INDEX sessions_by_tenant ON sessions (tenant_id, ended_at, session_id);
CREATE INDEX sessions_by_host ON sessions (tenant_id, host_id, ended_at, session_id);
CREATE INDEX sessions_by_end ON sessions (ended_at);
