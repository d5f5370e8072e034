-- What the search reads is brought into memory after a start: whoever may read a table may have it read in. A backup
-- leaves this extension out (from PostgreSQL 17 on it can), since a server of somebody else's may not have it.

DO $$ BEGIN IF current_setting('server_version_num')::int >= 170000 THEN CREATE EXTENSION IF NOT EXISTS pg_prewarm; END IF; END $$;
