"""How far the platform's books follow Stripe, and where the two disagree."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0010_refused_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptBooks",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("is_live", models.BooleanField(unique=True)),
                ("kept_until", models.DateTimeField()),
            ],
        ),
        migrations.AlterField(
            model_name="disagreement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("stale", "Our rows are not what Stripe has"),
                    ("two_live", "Two subscriptions are paid at once"),
                    ("nobodys", "Nobody's subscription is paid"),
                    ("price", "A subscription has a price that is none of ours"),
                    ("lost_call", "Nobody knows what became of a call"),
                    ("stuck_event", "An event waits for somebody"),
                    ("books", "Our books are not what Stripe has"),
                ],
                max_length=12,
            ),
        ),
    ]
