"""The business's own words for its messages."""

import django.db.models.functions.datetime
from django.db import migrations, models

from audit.operations import Audited


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_on_record")]

    operations = [
        migrations.CreateModel(
            name="MessageText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("channel", models.CharField(choices=[("email", "E-mail")], max_length=8)),
                ("language", models.CharField(blank=True, default="", max_length=16)),
                ("subject", models.CharField(blank=True, default="", max_length=200)),
                ("body", models.TextField()),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "channel", "language"), name="message_text_once"),
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True), name="message_text_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "email"), _negated=True),
                            models.Q(("subject", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="message_text_mail_has_subject",
                    ),
                ],
            },
        ),
        Audited("notifications_messagetext"),
    ]
