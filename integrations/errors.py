"""Refusals about keys and calls of the API, and why an import is refused as a whole.

What is wrong with single rows of an import goes into its report instead.
"""

from __future__ import annotations

from boom.core.errors import Conflict, Invalid, NotFound


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
