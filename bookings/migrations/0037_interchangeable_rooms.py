"""Kinds of rooms of which guests take any: lanes, tables, places in one hall."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0036_hosts")]

    operations = [
        migrations.AddField(
            model_name="roomcategory",
            name="is_interchangeable",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
