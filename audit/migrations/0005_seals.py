"""Each event is chained to those before it; the chain is kept as the record itself is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_unrecorded_last_seen"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("event_id", models.BigIntegerField(unique=True)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "audit_seal",
            },
        ),
        migrations.RunSQL(
            sql=[
                "CREATE TRIGGER audit_seal_stays BEFORE UPDATE OR DELETE ON audit_seal "
                "FOR EACH ROW EXECUTE FUNCTION public.boom_refuse_change()",
                "CREATE TRIGGER audit_seal_stays_whole BEFORE TRUNCATE ON audit_seal "
                "FOR EACH STATEMENT EXECUTE FUNCTION public.boom_refuse_change()",
            ],
            reverse_sql=[
                "DROP TRIGGER audit_seal_stays ON audit_seal",
                "DROP TRIGGER audit_seal_stays_whole ON audit_seal",
            ],
        ),
    ]
