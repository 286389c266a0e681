from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import handlers, signals  # noqa: F401 - registers the outbox handlers

        # Django would write the last log-in by the wall clock of the machine, past our services.
        user_logged_in.disconnect(dispatch_uid="update_last_login")
        user_logged_in.connect(signals.keep_sign_in, dispatch_uid="accounts.keep_sign_in")
