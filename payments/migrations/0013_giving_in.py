"""A venue may give in to a dispute."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0012_fees"),
    ]

    operations = [
        migrations.AddField(
            model_name="dispute",
            name="gave_in_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="dispute",
            name="gave_in_by",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
    ]
