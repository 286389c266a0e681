"""Say that a chat's address is sealed, and for what: it is found when keys are replaced."""

from django.db import migrations

import boom.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0010_chats"),
    ]

    operations = [
        migrations.AlterField(
            model_name="chat",
            name="url_sealed",
            field=boom.core.fields.SealedField(purpose="notifications.chat"),
        ),
    ]
