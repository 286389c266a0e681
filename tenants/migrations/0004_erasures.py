"""The ledger of erasures, on the platform's schema."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0003_folded_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("schema_name", models.CharField(max_length=63)),
                ("customer_id", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("schema_name", "customer_id", "made_at"), name="erasure_noted_once"
                    )
                ],
            },
        ),
    ]
