from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from notifications import alert_handlers, text_handlers, voucher_handlers  # noqa: F401 - register themselves
        from notifications.views import log  # noqa: F401 - registers itself
