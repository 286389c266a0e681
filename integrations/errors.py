"""Refusals about keys, calls of the API and connections, and why an import is refused as a whole.

What is wrong with single rows of an import goes into its report instead.
"""

from __future__ import annotations

from boom.core.errors import Conflict, Invalid, LimitReached, NotFound


class LegacyFileUnreadable(Invalid):
    """The file is not a whole, free database of the single-venue app; the message says what is wrong."""

    code = "legacy-file-unreadable"
    message = "This file could not be read as a Boom Karaoke database."


class LegacyFileBusy(Conflict):
    """Another program holds or is writing the file."""

    code = "legacy-file-busy"
    message = "Another program is using this file. Stop the old app and try again."


class CurrencyDiffers(Conflict):
    """The file's amounts and the venue's are in different currencies; neither is ever converted."""

    code = "currency-differs"
    message = "The file's prices are in another currency than the venue's."


class UnknownTimeZone(Invalid):
    """The zone asked for is not in the IANA time zone database."""

    code = "unknown-time-zone"
    message = "There is no time zone of that name."


class ApiKeyUnknown(NotFound):
    code = "api-key-unknown"
    message = "There is no such key."


class AnswerPending(Conflict):
    """The first request with this Idempotency-Key is under way at this moment."""

    code = "answer-pending"
    message = "The same request is being answered at this moment. Ask again in a second."


class KeyUsedOtherwise(Invalid):
    """An Idempotency-Key belongs to one request; this is another."""

    code = "idempotency-key-reused"
    message = "This Idempotency-Key came with another request before. Use a new one for each change."
    field = "Idempotency-Key"


class EndpointUnknown(NotFound):
    """No webhook of this number, or one that was removed."""

    code = "webhook-unknown"
    message = "There is no such webhook."


class TooManyEndpoints(LimitReached):
    """Every event is sent to each of them."""

    code = "too-many-webhooks"
    message = "That is as many webhooks as a business may have. Remove one first."


class EventUnknown(Invalid):
    """An event that there is none of."""

    code = "event-unknown"
    message = "There is no event of that name."
    field = "kinds"


class WebhookOff(Conflict):
    """A paused or disabled endpoint is sent nothing."""

    code = "webhook-off"
    message = "This webhook is switched off. Switch it on first."


class WebhookDeliveryUnknown(NotFound):
    """No delivery of this number to this endpoint, or its record has run out."""

    code = "webhook-delivery-unknown"
    message = "That delivery is not kept any more."


class NothingToSend(Conflict):
    """What it said was erased with the customer it was about."""

    code = "webhook-erased"
    message = "What this told of was erased, so there is nothing to send again."


class SigningKeyRetired(Conflict):
    """The secret was made with a key of ours that is not in use any more (`BOOM_OLD_SECRET_KEYS`)."""

    code = "signing-key-retired"
    message = "The secret of this webhook cannot be made any more. Replace it."


class FeedUnknown(NotFound):
    """No calendar at this address, or it was ended."""

    code = "feed-unknown"
    message = "There is no calendar at this address. Ask for a new one."


class TooManyFeeds(LimitReached):
    """Calendars come back every few minutes, each of them."""

    code = "too-many-feeds"
    message = "These are more calendars than Boom keeps up with. End one first."


class CalendarUnreadable(Invalid):
    """What came from an address is no calendar; the message says what is wrong."""

    code = "calendar-unreadable"
    message = "What is there is no calendar (iCalendar, .ics)."
    field = "url"


class ExternalCalendarUnknown(NotFound):
    """No calendar of this number, or one that was removed."""

    code = "external-calendar-unknown"
    message = "There is no such calendar."


class TooManyExternalCalendars(LimitReached):
    """Each is read every few minutes."""

    code = "too-many-external-calendars"
    message = "These are more calendars than Boom keeps up with. Remove one first."


class EmbedSiteUnknown(NotFound):
    """No website of this number."""

    code = "embed-site-unknown"
    message = "That website is not among them."


class TooManyEmbedSites(LimitReached):
    """They stand in a header of every framed page."""

    code = "too-many-embed-sites"
    message = "These are as many websites as may show your page. Remove one first."
