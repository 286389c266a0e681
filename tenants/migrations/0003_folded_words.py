"""How names are compared when somebody looks for one: without case, accents, hyphens and apostrophes.

`unaccent` itself only promises to be stable, as its dictionary could be changed; ours names the dictionary, so
that generated columns and indexes may rest on it. It stands with the extensions, for all schemas.
"""

from django.db import migrations

from boom.core.migration_operations import PublicSQL


class Migration(migrations.Migration):
    dependencies = [("tenants", "0002_extensions")]

    operations = [
        PublicSQL(
            sql=[
                "CREATE OR REPLACE FUNCTION extensions.boom_fold(words text) RETURNS text "
                "LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ "
                "SELECT lower(translate(extensions.unaccent('extensions.unaccent'::regdictionary, words), "
                "'-''’`', ' ')) $$",
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
