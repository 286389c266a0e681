"""How often something at Stripe's door was no event of Stripe's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0009_platform_fees"),
    ]

    operations = [
        migrations.CreateModel(
            name="EventRefusal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("platform", "Our own account"), ("connect", "A venue's account")],
                        max_length=8,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("signature", "Signed with none of our secrets"),
                            ("time", "Signed with one of ours, at another time than now"),
                            ("body", "Signed, and no event"),
                        ],
                        max_length=9,
                    ),
                ),
                ("count", models.PositiveBigIntegerField()),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "kind", "reason"), name="stripe_event_refusals_by_day"
                    )
                ],
            },
        ),
    ]
