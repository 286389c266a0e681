"""Money that goes back as a gift voucher."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

METHODS = [
    ("cash", "Cash"),
    ("terminal", "Card terminal"),
    ("bank", "Bank transfer"),
    ("credit", "Credit"),
    ("card", "Card online"),
    ("voucher", "Gift voucher"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0041_kept_to_plan"),
        ("payments", "0009_gift_vouchers_sold"),
    ]

    operations = [
        *(
            migrations.AlterField(
                model_name=name, name="method", field=models.CharField(choices=METHODS, max_length=8)
            )
            for name in ("payment", "refundline")
        ),
        migrations.RemoveConstraint(model_name="refundline", name="refund_line_method_known"),
        migrations.AddConstraint(
            model_name="refundline",
            constraint=models.CheckConstraint(
                condition=Q(("method__in", [method for method, _ in METHODS])),
                name="refund_line_method_known",
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="voucher",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunded_as",
                to="bookings.giftvoucher",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("voucher__isnull", True), Q(("state", "done"), ("to_credit", False)), _connector="OR"
                ),
                name="refund_as_one_thing",
            ),
        ),
    ]
