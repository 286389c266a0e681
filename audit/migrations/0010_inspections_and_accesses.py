"""What looks at everything found, the chain's noted ends, and who looked at whom."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import audit.models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0009_own_roles_on_record"),
    ]

    operations = [
        migrations.CreateModel(
            name="Inspection",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("asked_by", models.CharField(blank=True, default="", max_length=120)),
            ],
            options={
                "db_table": "audit_inspection",
            },
        ),
        migrations.CreateModel(
            name="SealedHead",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "noted_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "audit_head",
            },
        ),
        migrations.CreateModel(
            name="Access",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=audit.models.ClockTimestamp(), editable=False)),
                ("kind", models.CharField(max_length=24)),
                ("person_id", models.CharField(blank=True, default="", max_length=64)),
                ("person", models.CharField(blank=True, default="", max_length=200)),
                ("table", models.CharField(blank=True, default="", max_length=63)),
                ("entity_id", models.CharField(blank=True, default="", max_length=64)),
                ("count", models.PositiveIntegerField(default=1)),
                ("address", models.CharField(blank=True, default="", max_length=64)),
                ("agent", models.CharField(blank=True, default="", max_length=300)),
                ("request_id", models.CharField(blank=True, default="", max_length=64)),
            ],
            options={
                "db_table": "audit_access",
                "indexes": [
                    models.Index(models.F("person_id"), models.F("id"), name="access_by_person"),
                    models.Index(
                        models.F("table"), models.F("entity_id"), models.F("id"), name="access_by_entity"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InspectionPart",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("check_name", models.CharField(max_length=40)),
                ("problems", models.PositiveIntegerField()),
                ("words", models.CharField(blank=True, default="", max_length=500)),
                ("has_failed", models.BooleanField(default=False)),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="audit.inspection",
                    ),
                ),
            ],
            options={
                "db_table": "audit_inspectionpart",
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=64)),
                ("words", models.CharField(max_length=500)),
                ("path", models.CharField(blank=True, default="", max_length=200)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="audit.inspectionpart",
                    ),
                ),
            ],
            options={
                "db_table": "audit_finding",
            },
        ),
        migrations.AddConstraint(
            model_name="inspectionpart",
            constraint=models.UniqueConstraint(
                fields=("inspection", "check_name"), name="inspection_part_once"
            ),
        ),
        # What was noted stays as it was noted, as the record does.
        *(
            migrations.RunSQL(
                sql=[
                    f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION public.boom_refuse_change()",
                    f"CREATE TRIGGER {table}_stays_whole BEFORE TRUNCATE ON {table} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION public.boom_refuse_change()",
                ],
                reverse_sql=[
                    f"DROP TRIGGER {table}_stays ON {table}",
                    f"DROP TRIGGER {table}_stays_whole ON {table}",
                ],
            )
            for table in ("audit_access", "audit_head")
        ),
    ]
