"""Refusals of those who carry our messages."""

from boom.core.errors import Conflict, Forbidden, ProviderDown


class MailRefused(Conflict):
    code = "mail-refused"
    message = "The mail was refused for good."


class MailServerAway(ProviderDown):
    """It may work later. `is_known`: we did not even ask, as it has been away for a while."""

    code = "mail-server-away"
    message = "The mail server is not answering."

    def __init__(self, message: str, *, is_known: bool = False) -> None:
        super().__init__(message)
        self.is_known = is_known


class TextRefused(Conflict):
    code = "text-refused"
    message = "The text message was refused for good."


class TextServiceAway(ProviderDown):
    """It may work later. `is_known`: we did not even ask, as it has been away for a while."""

    code = "text-service-away"
    message = "The service for text messages is not answering."

    def __init__(self, message: str, *, is_known: bool = False) -> None:
        super().__init__(message)
        self.is_known = is_known


class ReportRefused(Forbidden):
    code = "report-refused"
    message = "This is not a report of a mail service that Boom listens to."
