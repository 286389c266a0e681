from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    name = "boom.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from boom.core.guard import guard_connection

        connection_created.connect(guard_connection, dispatch_uid="boom.core.guard")
