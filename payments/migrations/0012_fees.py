"""What Stripe and the platform keep of card payments."""

from django.db import migrations, models
from django.db.models import F, Q

STAYS = (
    "DROP TRIGGER payments_payment_stays ON payments_payment; "
    "CREATE TRIGGER payments_payment_stays BEFORE UPDATE OR DELETE ON payments_payment "
    "FOR EACH ROW EXECUTE FUNCTION payments_stays('{free}')"
)
BEFORE = "state,refunded_minor,reversed_at,reversed_because,note,external_id,external_account,version"
NOW = f"{BEFORE},external_fee_id,fee_minor,platform_fee_back_minor"


def added(name: str, field: models.Field, *, to: str = "payment") -> migrations.AddField:
    return migrations.AddField(model_name=to, name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0011_card_surcharges"),
    ]

    operations = [
        added("platform_fee_minor", models.BigIntegerField(default=0)),
        added("platform_fee_returns", models.BooleanField(default=False)),
        added("external_fee_id", models.CharField(blank=True, default="", max_length=255)),
        added("fee_minor", models.BigIntegerField(blank=True, null=True)),
        added("platform_fee_back_minor", models.BigIntegerField(default=0)),
        added("platform_fee_minor", models.BigIntegerField(default=0), to="payoutline"),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=Q(
                    platform_fee_minor__gte=0,
                    platform_fee_minor__lte=F("amount_minor"),
                    platform_fee_back_minor__gte=0,
                    platform_fee_back_minor__lte=F("platform_fee_minor"),
                ),
                name="payment_platform_fee_within_it",
            ),
        ),
        migrations.RunSQL(sql=STAYS.format(free=NOW), reverse_sql=STAYS.format(free=BEFORE)),
    ]
