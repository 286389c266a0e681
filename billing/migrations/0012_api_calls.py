"""How many calls a minute a credential of the API may make, plan by plan."""

from typing import Any

from django.db import migrations, models

FIRST = {"starter": 60, "professional": 300, "enterprise": 1200}


def forwards(apps: Any, schema_editor: Any) -> None:
    for code, calls in FIRST.items():
        apps.get_model("billing", "Plan").objects.filter(code=code).update(api_calls_a_minute=calls)


class Migration(migrations.Migration):
    dependencies = [("billing", "0011_books")]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="api_calls_a_minute",
            field=models.PositiveIntegerField(db_default=300, default=300),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("api_calls_a_minute__gt", 0)), name="plan_has_a_call"
            ),
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
