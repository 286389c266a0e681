"""What becomes of money that a guest's own change leaves over."""

from django.db import migrations, models

RULES = [
    ("staff", "Somebody at the venue gives it back"),
    ("refund", "It goes back at once to where it came from"),
    ("credit", "It stays as credit for the next visit"),
]


class Migration(migrations.Migration):
    dependencies = [("payments", "0014_charge_backs")]

    operations = [
        migrations.AddField(
            model_name="paymentsettings",
            name="left_over",
            field=models.CharField(choices=RULES, default="staff", max_length=6),
        ),
        migrations.AddConstraint(
            model_name="paymentsettings",
            constraint=models.CheckConstraint(
                condition=models.Q(("left_over__in", [rule for rule, _ in RULES])),
                name="payment_settings_left_over_known",
            ),
        ),
    ]
