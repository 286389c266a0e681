from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from notifications import (  # noqa: F401 - register themselves
            alert_handlers,
            chat_handlers,
            dispute_handlers,
            invitee_handlers,
            plan_handlers,
            sender_handlers,
            staff_handlers,
            text_handlers,
            voucher_handlers,
            webhook_handlers,
        )
        from notifications.views import chats, log, senders  # noqa: F401 - register themselves
