"""An empty list of steps, where the database's own default had been a text that reads "[]"."""

from django.db import migrations, models
from django.db.models import Value

MEND = "UPDATE bookings_venue SET cancellation_tiers = '[]' WHERE jsonb_typeof(cancellation_tiers) <> 'array'"


class Migration(migrations.Migration):
    dependencies = [("bookings", "0011_length_statistics")]

    operations = [
        migrations.AlterField(
            model_name="venue",
            name="cancellation_tiers",
            field=models.JSONField(blank=True, db_default=Value([], models.JSONField()), default=list),
        ),
        migrations.RunSQL(MEND, migrations.RunSQL.noop),
    ]
