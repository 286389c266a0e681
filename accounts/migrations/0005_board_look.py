from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_own_roles_and_venues")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="board_look",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]
