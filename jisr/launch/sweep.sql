-- What the owner needs to leave nothing of an erased person in the files of the database (jisr/common/sweeping.py):
-- to begin a new segment of the write-ahead log, and to let the old ones go.

GRANT pg_checkpoint TO jisr_owner;

GRANT EXECUTE ON FUNCTION pg_switch_wal() TO jisr_owner;
