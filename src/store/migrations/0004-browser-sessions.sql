-- Sessions that the server carried for a page: how the controller connected, and whether it could
-- change anything. The text is valid for SQLite and PostgreSQL, as in 0003.

ALTER TABLE sessions ADD COLUMN via TEXT NOT NULL DEFAULT 'program' CHECK (via IN ('program', 'browser'));
ALTER TABLE sessions ADD COLUMN is_view_only INTEGER NOT NULL DEFAULT 0;
