from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BoomConfig(AppConfig):
    """The project's own templatetags and commands. No tables."""

    name = "boom"
    label = "boom"

    def ready(self) -> None:
        # What apps do when something has been committed (outbox handlers, announcers for open pages), how
        # their rows read on the record, how changes of them are taken back, what is looked at to find what
        # is wrong.
        autodiscover_modules("handlers", "live", "record", "taking_back", "checks", "venue_scope")
        # What there is to take out as a file.
        autodiscover_modules("exports")
        # What plugins add at the points that are there for it.
        autodiscover_modules("boom_plugin")
        # Which of Stripe's events are whose.
        autodiscover_modules("stripe_handlers")
