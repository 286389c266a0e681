"""What the platform keeps of guests' payments: its terms, plan by plan, and what it has kept."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0008_modes"),
        ("tenants", "0004_erasures"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeeTaken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stripe_id", models.CharField(max_length=255, unique=True)),
                ("is_live", models.BooleanField(default=False)),
                ("amount_minor", models.BigIntegerField()),
                ("returned_minor", models.BigIntegerField(default=0)),
                ("currency", models.CharField(max_length=3)),
                ("taken_at", models.DateTimeField()),
                (
                    "business",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.business"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(models.F("business"), models.F("taken_at"), name="fee_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned_minor__gte", 0), ("returned_minor__lte", models.F("amount_minor"))
                        ),
                        name="fee_returned_within_it",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlatformFee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        max_length=3,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{3}$", "Three capital letters, as EUR."
                            )
                        ],
                    ),
                ),
                (
                    "basis_points",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Hundredths of a per cent: 150 is 1.5 %.",
                        validators=[django.core.validators.MaxValueValidator(5000)],
                    ),
                ),
                (
                    "fixed_minor",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Of each payment besides, in minor units.",
                        validators=[django.core.validators.MaxValueValidator(10000000)],
                    ),
                ),
                (
                    "is_returned",
                    models.BooleanField(
                        default=True,
                        help_text="Whether its share goes back with what is given back to a guest.",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="platform_fees",
                        to="billing.plan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "currency"), name="platform_fee_once_a_currency"),
                    models.CheckConstraint(
                        condition=models.Q(("basis_points__lte", 5000)), name="platform_fee_leaves_half"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="platform_fee_in_currency"
                    ),
                ],
            },
        ),
    ]
