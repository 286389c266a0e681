"""Why an import is refused as a whole. What is wrong with single rows goes into the report instead."""

from __future__ import annotations

from boom.core.errors import Conflict, Invalid


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
