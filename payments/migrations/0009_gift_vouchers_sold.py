"""Gift vouchers that guests buy online: payments, refunds and documents are for a booking or for one of them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from audit.operations import Audited

# What comes of a sale, and who is in it until they are erased.
CHANGING = "voucher_id,sold_at,buyer_name,buyer_email,for_name,for_email,message"


def key() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def of(model: str, related_name: str, *, one: bool = False, required: bool = False) -> models.ForeignKey:
    kind = models.OneToOneField if one else models.ForeignKey
    options = {} if required else {"blank": True, "null": True}
    return kind(on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=model, **options)


def for_one_thing(name: str) -> migrations.AddConstraint:
    return migrations.AddConstraint(
        model_name=name,
        constraint=models.CheckConstraint(
            condition=models.Q(("booking__isnull", False), ("voucher_sale__isnull", True))
            | models.Q(("booking__isnull", True), ("voucher_sale__isnull", False)),
            name=f"{name}_for_one_thing",
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0042_vouchers_of_test_mode"),
        ("payments", "0008_test_mode"),
    ]

    operations = [
        migrations.CreateModel(
            name="VoucherShop",
            fields=[
                ("id", key()),
                ("is_open", models.BooleanField(default=False)),
                (
                    "amounts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("least_minor", models.BigIntegerField(blank=True, null=True)),
                ("most_minor", models.BigIntegerField(blank=True, null=True)),
                ("good_for_months", models.PositiveSmallIntegerField(default=0)),
                ("words", models.CharField(blank=True, default="", max_length=500)),
                ("venue", of("bookings.venue", "voucher_shop", one=True, required=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("least_minor__isnull", True), ("most_minor__isnull", True))
                        | models.Q(("least_minor__gt", 0), ("most_minor__gte", models.F("least_minor"))),
                        name="voucher_shop_own_amount_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_open", False),
                            ("least_minor__isnull", False),
                            models.Q(("amounts", []), _negated=True),
                            _connector="OR",
                        ),
                        name="voucher_shop_sells_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("good_for_months__lte", 120)),
                        name="voucher_shop_months_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VoucherSale",
            fields=[
                ("id", key()),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("buyer_name", models.CharField(max_length=100)),
                ("buyer_email", models.EmailField(max_length=254)),
                ("for_name", models.CharField(blank=True, default="", max_length=100)),
                ("for_email", models.EmailField(blank=True, default="", max_length=254)),
                ("message", models.CharField(blank=True, default="", max_length=300)),
                ("good_for_months", models.PositiveSmallIntegerField(default=0)),
                ("nonce", models.CharField(max_length=64)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("buyer_hash", models.CharField(max_length=64, unique=True)),
                ("begun_at", models.DateTimeField()),
                ("sold_at", models.DateTimeField(blank=True, null=True)),
                (
                    "idempotency_key",
                    models.CharField(blank=True, max_length=64, null=True, unique=True),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("venue", of("bookings.venue", "+", required=True)),
                ("voucher", of("bookings.giftvoucher", "sale", one=True)),
            ],
            options={
                "indexes": [
                    models.Index(models.F("venue"), models.F("sold_at"), name="voucher_sale_by_time")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="voucher_sale_is_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="voucher_sale_currency"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sold_at__isnull", True), ("voucher__isnull", True))
                        | models.Q(("sold_at__isnull", False), ("voucher__isnull", False)),
                        name="voucher_sale_sold_has_a_voucher",
                    ),
                ],
            },
        ),
        *(
            migrations.AlterField(model_name=name, name="booking", field=of("bookings.occupancy", f"{name}s"))
            for name in ("payment", "refund", "document")
        ),
        *(
            migrations.AddField(
                model_name=name, name="voucher_sale", field=of("payments.vouchersale", f"{name}s")
            )
            for name in ("payment", "refund", "document")
        ),
        *(for_one_thing(name) for name in ("payment", "refund", "document")),
        migrations.RunSQL(
            sql="CREATE TRIGGER payments_vouchersale_stays BEFORE UPDATE OR DELETE ON payments_vouchersale "
            f"FOR EACH ROW EXECUTE FUNCTION payments_stays('{CHANGING}')",
            reverse_sql="DROP TRIGGER payments_vouchersale_stays ON payments_vouchersale",
        ),
        # A voucher that was paid for stays paid for.
        migrations.RunSQL(
            sql="CREATE TRIGGER payments_vouchersale_stays_sold BEFORE UPDATE ON payments_vouchersale "
            "FOR EACH ROW WHEN (OLD.voucher_id IS NOT NULL AND (NEW.voucher_id, NEW.sold_at) IS DISTINCT FROM "
            "(OLD.voucher_id, OLD.sold_at)) EXECUTE FUNCTION payments_stays('')",
            reverse_sql="DROP TRIGGER payments_vouchersale_stays_sold ON payments_vouchersale",
        ),
        Audited("payments_vouchershop"),
        Audited("payments_vouchersale"),
    ]
