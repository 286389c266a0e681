"""What is asked of an answer, examples in empty fields; own colours by how bookings come."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0031_room_plan")]

    operations = [
        migrations.AddField(
            model_name="venue",
            name="source_colours",
            field=models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name="formfield",
            name="placeholder",
            field=models.CharField(blank=True, db_default="", default="", max_length=80),
        ),
        migrations.AddField(
            model_name="formfield", name="least", field=models.PositiveIntegerField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="formfield", name="most", field=models.PositiveIntegerField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="formfield",
            name="only",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Anything"),
                    ("letters", "Letters only"),
                    ("digits", "Digits only"),
                    ("plain", "Letters and digits only"),
                ],
                db_default="",
                default="",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="formfield",
            constraint=models.CheckConstraint(
                condition=models.Q(("least__isnull", True))
                | models.Q(("most__isnull", True))
                | models.Q(("most__gte", models.F("least"))),
                name="form_field_bounds_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="formfield",
            constraint=models.CheckConstraint(
                condition=models.Q(("only__in", ["", "digits", "letters", "plain"])),
                name="form_field_only_known",
            ),
        ),
    ]
