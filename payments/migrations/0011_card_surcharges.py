"""What paying by card costs on top, by a venue's rule; and what of it went back."""

from django.db import migrations, models
from django.db.models import Q


def on_cards(model: str, name: str) -> migrations.AddConstraint:
    return migrations.AddConstraint(
        model_name=model,
        constraint=models.CheckConstraint(
            condition=Q(
                ("surcharge_minor", 0), Q(("method", "card"), ("surcharge_minor__gt", 0)), _connector="OR"
            ),
            name=name,
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("payments", "0010_refunds_as_vouchers")]

    operations = [
        *(
            migrations.AddField(
                model_name="paymentsettings", name=name, field=models.PositiveIntegerField(default=0)
            )
            for name in ("surcharge_percent", "surcharge_fixed_minor")
        ),
        migrations.AddConstraint(
            model_name="paymentsettings",
            constraint=models.CheckConstraint(
                condition=Q(("surcharge_fixed_minor__lte", 10000), ("surcharge_percent__lte", 10000)),
                name="payment_settings_surcharge_in_range",
            ),
        ),
        *(
            migrations.AddField(
                model_name=model, name="surcharge_minor", field=models.BigIntegerField(default=0)
            )
            for model in ("payment", "refundline")
        ),
        on_cards("payment", "payment_surcharge_on_cards"),
        on_cards("refundline", "refund_line_surcharge_to_cards"),
    ]
