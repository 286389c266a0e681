"""Refusals about keys, calls of the API and connections, and why an import is refused as a whole.

What is wrong with single rows of an import goes into its report instead.
"""

from __future__ import annotations

from datetime import timedelta

from boom.core.errors import Conflict, Invalid, LimitReached, NotFound, ProviderDown


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


class CalendarServiceAway(ProviderDown):
    """Google or Microsoft does not answer, or asks to come back; the message says which."""

    code = "calendar-service-away"
    message = "The calendar service does not answer at the moment. It is tried again."

    def __init__(self, message: str | None = None, *, asked: timedelta | None = None) -> None:
        """`asked`: how long it asks to be left alone, where it says."""
        self.asked = asked or timedelta(0)
        super().__init__(message)


class AccessRefused(Conflict):
    """An access token has run out before its time; another may do."""

    code = "calendar-access-refused"
    message = "The calendar service did not let Boom in."


class GrantGone(Conflict):
    """Whoever connected the account let Boom in no more, or the company does."""

    code = "calendar-grant-gone"
    message = "Boom is not let into this account any more. Connect it again."


class RemoteRefused(Conflict):
    """The company does not take what was asked; the message holds its own word for why."""

    code = "calendar-refused"
    message = "The calendar service refused it."


class ConsentUnknown(Invalid):
    """Somebody comes back who was not sent from here, too late, or a second time."""

    code = "calendar-consent-unknown"
    message = "That took too long, or was done before. Press Connect again."


class ConsentIncomplete(Invalid):
    """A person let Boom do less than it needs."""

    code = "calendar-consent-incomplete"
    message = (
        "Nothing was connected: Boom needs to see your calendars and change events. "
        "Press Connect again, and leave everything ticked."
    )


class CalendarAccountUnknown(NotFound):
    """No account of this number, or one that was disconnected."""

    code = "calendar-account-unknown"
    message = "There is no such account."


class CalendarLinkedAlready(Conflict):
    """Two rooms in one calendar would block each other."""

    code = "calendar-linked-already"
    message = "A room is kept in step with this calendar already. Choose another calendar."
    field = "calendar"


class RoomLinkedAlready(Conflict):
    """One calendar of an account is enough for a room."""

    code = "room-linked-already"
    message = "This room is kept in step with a calendar of this account already."
    field = "room"
