-- The logins of Jisr. Roles belong to the server, not to a database, so no migration makes them: the launcher runs this
-- (or the administrator of a managed server). Running it again changes nothing.
-- One login for each voice, instead of SET ROLE: docs/decisions/0002-logins-not-set-role.md

DO $$
DECLARE
    login text;
BEGIN
    FOREACH login IN ARRAY ARRAY['jisr_app', 'jisr_public', 'jisr_counter', 'jisr_sealer', 'jisr_keeper'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
            EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB', login);
        END IF;
        -- the sealer looks at the last hour only: no line may be committed later than that
        EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', login, '5min');
        IF current_setting('server_version_num')::int >= 170000 THEN
            EXECUTE format('ALTER ROLE %I SET transaction_timeout = %L', login, '15min');
        END IF;
    END LOOP;
END
$$;
