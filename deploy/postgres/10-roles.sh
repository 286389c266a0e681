#!/bin/sh
# Runs once, when the volume is empty: the same roles as the embedded server has, with the passwords of .env.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --file /boom/roles.sql
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set owner="$BOOM_OWNER_PASSWORD" --set app="$BOOM_APP_PASSWORD" <<'SQL'
ALTER ROLE boom_owner PASSWORD :'owner';
ALTER ROLE boom_app PASSWORD :'app';
SQL
