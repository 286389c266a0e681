-- The two roles that Boom works with, and what each may do in the current database. Safe to run again.
-- Used by the embedded server (boom/runtime/roles.py) and by docker compose (deploy/postgres/).
-- Passwords are set by whoever runs this.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'boom_owner') THEN
        CREATE ROLE boom_owner LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'boom_app') THEN
        CREATE ROLE boom_app LOGIN;
    END IF;
END
$$;

-- The owner makes schemas, tables and the trusted extensions (btree_gist, pg_trgm, unaccent); migrations run as it.
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO boom_owner', current_database()); END $$;

-- The web and the worker run as the app role: rows, never tables. Without a tenant it has no path to any table, so a
-- statement that lost its tenant fails instead of reading somebody's rows.
ALTER ROLE boom_app SET search_path = '';
-- No statement keeps a page waiting for longer, and a process that stopped in the middle of a change (a debugger, a
-- frozen machine) does not hold its locks for ever. Migrations run as the owner and are not bounded by this.
ALTER ROLE boom_app SET statement_timeout = '5s';
ALTER ROLE boom_app SET idle_in_transaction_session_timeout = '15s';
DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO boom_app', current_database());
END
$$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO boom_app;

-- What the owner makes later is the app's to use: a migration that wants less (the audit record) revokes it.
ALTER DEFAULT PRIVILEGES FOR ROLE boom_owner GRANT USAGE ON SCHEMAS TO boom_app;
ALTER DEFAULT PRIVILEGES FOR ROLE boom_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO boom_app;
ALTER DEFAULT PRIVILEGES FOR ROLE boom_owner GRANT USAGE, SELECT ON SEQUENCES TO boom_app;
