from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed


class AuditConfig(AppConfig):
    name = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from audit import signals

        user_logged_in.connect(signals.note_sign_in, dispatch_uid="audit.note_sign_in")
        user_logged_out.connect(signals.note_sign_out, dispatch_uid="audit.note_sign_out")
        user_login_failed.connect(signals.note_refusal, dispatch_uid="audit.note_refusal")
