-- What the search reads is brought into memory after a start, by whoever keeps the tables and by nobody else.

CREATE EXTENSION IF NOT EXISTS pg_prewarm;

REVOKE ALL ON FUNCTION pg_prewarm(regclass, text, text, int8, int8) FROM PUBLIC;

REVOKE ALL ON FUNCTION autoprewarm_start_worker(), autoprewarm_dump_now() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION pg_prewarm(regclass, text, text, int8, int8) TO jisr_owner;
