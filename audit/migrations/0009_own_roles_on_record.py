"""Roles that a business makes for itself go on record."""

from django.db import migrations

from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [("audit", "0008_tour_unrecorded"), ("accounts", "0004_own_roles_and_venues")]

    operations = [Audited("accounts_ownrole")]
