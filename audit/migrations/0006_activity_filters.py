"""The record's page narrows to a person or a kind of thing; without these, a rare one means reading it all."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_seals")]

    operations = [
        migrations.AddIndex(
            "auditevent",
            models.Index("actor_id", "id", condition=Q(actor_kind="person"), name="audit_by_person"),
        ),
        migrations.AddIndex(
            "auditevent",
            models.Index("table", "id", condition=~Q(table="bookings_occupancy"), name="audit_by_table"),
        ),
    ]
