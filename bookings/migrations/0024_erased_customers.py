"""When a customer was erased: their row stays for the books, and says nothing of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0012_redactions"),
        ("bookings", "0023_refused_attempts"),
    ]

    operations = [
        migrations.AddField(
            model_name="customer",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
