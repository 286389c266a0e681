from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "billing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from billing.errors import CONSTRAINTS
        from boom.core.db import refuses_everywhere

        refuses_everywhere(CONSTRAINTS)
