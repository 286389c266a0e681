"""By which keys rows about Stripe came about: test or live."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from boom.core.providers import stripe

TABLES = ("connectedaccount", "stripecall", "billingcustomer", "stripeprice")


def by_present_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What is there came by the keys that are set."""
    if stripe.is_live():
        for model in TABLES:
            apps.get_model("billing", model).objects.update(is_live=True)


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0007_schedules"),
    ]

    operations = [
        *(
            migrations.AddField(model_name=model, name="is_live", field=models.BooleanField(default=False))
            for model in TABLES
        ),
        migrations.AlterField(
            model_name="connectedaccount",
            name="business",
            field=models.ForeignKey(
                on_delete=models.deletion.CASCADE, related_name="+", to="tenants.business"
            ),
        ),
        migrations.AlterField(
            model_name="stripeprice",
            name="price",
            field=models.ForeignKey(
                on_delete=models.deletion.CASCADE, related_name="at_stripe", to="billing.planprice"
            ),
        ),
        migrations.AddConstraint(
            model_name="connectedaccount",
            constraint=models.UniqueConstraint(
                fields=("business", "is_live"), name="connected_account_one_a_mode"
            ),
        ),
        migrations.AddConstraint(
            model_name="stripeprice",
            constraint=models.UniqueConstraint(fields=("price", "is_live"), name="stripe_price_one_a_mode"),
        ),
        migrations.RemoveConstraint(model_name="stripecall", name="stripe_call_once"),
        migrations.AddConstraint(
            model_name="stripecall",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["begun", "done"])),
                fields=("purpose", "about", "is_live"),
                name="stripe_call_once",
            ),
        ),
        migrations.RunPython(by_present_keys, migrations.RunPython.noop),
    ]
