"""When a delivery was handed to a worker, and one small public table of the schemas that have any due."""

from django.db import migrations, models

from boom.core.migration_operations import PublicSQL


class Migration(migrations.Migration):
    dependencies = [("core", "0002_outbox_signal")]

    operations = [
        migrations.AddField(
            model_name="outboxdelivery",
            name="offered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="outboxdelivery",
            index=models.Index("id", condition=models.Q(state="dead"), name="outbox_delivery_dead"),
        ),
        migrations.CreateModel(
            name="OutboxWatch",
            fields=[("schema_name", models.CharField(max_length=63, primary_key=True, serialize=False))],
            options={"db_table": "core_outboxwatch", "managed": False},
        ),
        PublicSQL(
            sql="CREATE TABLE core_outboxwatch (schema_name varchar(63) PRIMARY KEY)",
            reverse_sql="DROP TABLE core_outboxwatch",
        ),
    ]
