"""Extensions live in one shared schema.

Made from a tenant's migration, btree_gist would land in the first tenant's schema, and dropping that one
schema would silently drop every tenant's exclusion constraints (tried).
"""

from django.db import migrations

from boom.core.migration_operations import PublicSQL


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [
        PublicSQL(
            sql=[
                "CREATE SCHEMA IF NOT EXISTS extensions",
                "CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA extensions",
                "CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA extensions",
                "CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA extensions",
            ],
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
