"""Tables of how Boom meets other systems."""

from integrations.models.answers import KeptAnswer
from integrations.models.api_keys import ApiKey
from integrations.models.embeds import EmbedSite
from integrations.models.external import CalendarConflict, ExternalBlock, ExternalCalendar
from integrations.models.feeds import CalendarFeed, FeedShows
from integrations.models.log_ins import ApiLogIn
from integrations.models.measuring import Measuring
from integrations.models.sync import (
    CalendarAccount,
    Company,
    LinkedCalendar,
    RemoteEvent,
    SyncedEvent,
)
from integrations.models.webhooks import (
    DeliveryState,
    EndpointState,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
)

__all__ = [
    "ApiKey",
    "ApiLogIn",
    "CalendarAccount",
    "CalendarConflict",
    "CalendarFeed",
    "Company",
    "DeliveryState",
    "EmbedSite",
    "EndpointState",
    "ExternalBlock",
    "ExternalCalendar",
    "FeedShows",
    "KeptAnswer",
    "LinkedCalendar",
    "Measuring",
    "RemoteEvent",
    "SyncedEvent",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
]
