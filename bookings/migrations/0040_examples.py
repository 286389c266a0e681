"""Rows may be examples: marked, in nobody's way and worth nothing, which the database holds them to."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0039_packs_of_no_shows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="occupancy",
            name="is_example",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="occupancy",
            index=models.Index(
                models.F("room"), condition=models.Q(("is_example", True)), name="occupancy_examples"
            ),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_example", False),
                    models.Q(
                        ("customer__isnull", True),
                        ("group_reference", ""),
                        ("placed", False),
                        ("reference", ""),
                        ("series__isnull", True),
                        ("total_minor__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="occupancy_example_counts_for_nothing",
            ),
        ),
    ]
