"""When a venue took our access to its account away."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0005_disagreements")]

    operations = [
        migrations.AddField(
            model_name="connectedaccount",
            name="disconnected_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
