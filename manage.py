#!/usr/bin/env python
"""Django's entry. Commands that change the database's shape run as the role that owns it."""

import os
import sys

# Only these may create schemas and tables; everything else runs as the application's role, which can
# neither alter a table nor touch a row of the record (reliability: the record cannot be edited).
OWNER_COMMANDS = frozenset({"migrate_tenants", "migrate", "migrate_schemas", "sqlmigrate"})

# Django's own commands know nothing of our scopes; these work on the platform's schema.
PLATFORM_COMMANDS = frozenset(
    {"makemigrations", "showmigrations", "sqlmigrate", "createsuperuser", "changepassword", "shell"}
)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boom.settings.base")
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command in OWNER_COMMANDS:
        os.environ.setdefault("BOOM_DATABASE_ROLE", "owner")

    from boom.core.guard import PUBLIC, entered_schema, migrating

    if command in PLATFORM_COMMANDS:
        entered_schema.set(PUBLIC)
    if command in OWNER_COMMANDS:
        migrating(True)

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
