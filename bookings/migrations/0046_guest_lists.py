"""Guest lists: who was asked along to a visit, on record but for who they are."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import bookings.models.invitees
from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0045_house_terms"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_shared", models.BooleanField(default=False)),
                ("name", models.CharField(blank=True, default="", max_length=60)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("maybe", "Maybe"), ("no", "No")],
                        default="",
                        max_length=5,
                    ),
                ),
                ("people", models.PositiveSmallIntegerField(default=1)),
                ("link_nonce", models.CharField(default=bookings.models.invitees.new_nonce, max_length=64)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("mailed_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitees",
                        to="bookings.booking",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("people__gte", 1), ("people__lte", 20)),
                        name="invitee_people_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["", "yes", "maybe", "no"])),
                        name="invitee_answer_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_shared", False),
                            models.Q(("answer", ""), ("email", ""), ("name", "")),
                            _connector="OR",
                        ),
                        name="invitee_shared_is_nobody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_shared", True), ("revoked_at__isnull", True)),
                        fields=("booking",),
                        name="invitee_one_link_for_all",
                    ),
                ],
            },
        ),
        Audited("bookings_invitee", secret=["name", "email", "link_nonce", "token_hash"]),
    ]
