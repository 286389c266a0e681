"""When a venue's messages go out by themselves."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import notifications.models.timing
from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_own_words"), ("bookings", "0042_vouchers_of_test_mode")]

    operations = [
        migrations.CreateModel(
            name="MessageTimes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reminders",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(),
                        blank=True,
                        default=notifications.models.timing.usual_reminders,
                        size=None,
                    ),
                ),
                ("follow_up_after", models.PositiveIntegerField(blank=True, null=True)),
                ("quiet_from", models.TimeField(blank=True, null=True)),
                ("quiet_until", models.TimeField(blank=True, null=True)),
                (
                    "venue",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="message_times",
                        to="bookings.venue",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reminders__len__lte", 3), ("reminders", []), _connector="OR"),
                        name="message_times_few_reminders",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quiet_from__isnull", True), ("quiet_until__isnull", True)),
                            models.Q(
                                ("quiet_from__isnull", False),
                                ("quiet_until__isnull", False),
                                models.Q(("quiet_from", models.F("quiet_until")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="message_times_quiet_has_both_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("follow_up_after__isnull", True),
                            ("follow_up_after__lte", 10080),
                            _connector="OR",
                        ),
                        name="message_times_follow_up_in_range",
                    ),
                ],
            },
        ),
        Audited("notifications_messagetimes"),
    ]
