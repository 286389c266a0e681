from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "integrations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # What is kept of persons here, and our part of the page of what needs attention.
        from integrations import personal  # noqa: F401 - registers itself
        from integrations.views import external, hub, measuring, sync  # noqa: F401 - register themselves
