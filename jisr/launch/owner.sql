-- The owner of the tables and of the definer functions: migrations and loaders, never a request. Unlike the other
-- logins it inherits: on PostgreSQL 15 an owner that does not has no right to the schema of its own database.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'jisr_owner') THEN
        CREATE ROLE jisr_owner LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS NOCREATEROLE;
    END IF;
END
$$;
