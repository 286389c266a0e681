"""Websites that may show the booking page within their own."""

import django.db.models.functions.datetime
from django.db import migrations, models

from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [("integrations", "0002_connections")]

    operations = [
        migrations.CreateModel(
            name="EmbedSite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("origin", models.CharField(max_length=200, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
        ),
        Audited("integrations_embedsite"),
    ]
