from django.apps import AppConfig


class BoomConfig(AppConfig):
    """The project's own templatetags and commands. No tables."""

    name = "boom"
    label = "boom"
