"""Text messages, what became of messages, what guests answer, and addresses that take no more."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from audit.operations import Audited

CHANNELS = [("email", "E-mail"), ("sms", "Text message")]


class Migration(migrations.Migration):
    dependencies = [("notifications", "0005_broadcasts")]

    operations = [
        migrations.AlterField(
            "message", "channel", models.CharField(choices=CHANNELS, default="email", max_length=8)
        ),
        migrations.AlterField("messagetext", "channel", models.CharField(choices=CHANNELS, max_length=8)),
        migrations.AddField(
            "message",
            "provider_id",
            models.CharField(blank=True, db_default="", default="", max_length=100),
        ),
        migrations.AddField(
            "message",
            "outcome",
            models.CharField(
                blank=True,
                choices=[("delivered", "Delivered"), ("bounced", "Came back")],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "message",
            models.CheckConstraint(
                condition=models.Q(("outcome__in", ["", "bounced", "delivered"])),
                name="message_outcome_known",
            ),
        ),
        migrations.AddIndex(
            "message",
            models.Index(
                models.F("provider_id"),
                condition=models.Q(("provider_id", ""), _negated=True),
                name="message_by_provider_id",
            ),
        ),
        migrations.AddField(
            "messagetimes",
            "texts",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel", models.CharField(choices=CHANNELS, max_length=8)),
                ("address", models.CharField(max_length=320)),
                ("reason", models.CharField(max_length=300)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("channel", "address"), name="suppression_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TextReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider_id", models.CharField(max_length=100, unique=True)),
                ("from_number", models.CharField(max_length=32)),
                ("words", models.CharField(blank=True, default="", max_length=500)),
                (
                    "did",
                    models.CharField(
                        choices=[
                            ("confirmed", "Confirmed they come"),
                            ("cancelled", "Cancelled"),
                            ("too_late", "Wanted to cancel, too late"),
                            ("nothing", "Waits for a person"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="text_replies",
                        to="bookings.booking",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("did__in", ["cancelled", "confirmed", "nothing", "too_late"])),
                        name="text_reply_did_known",
                    )
                ],
            },
        ),
        Audited("notifications_suppression"),
        Audited("notifications_textreply"),
    ]
