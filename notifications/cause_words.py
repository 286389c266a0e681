"""What people read of why a mail came back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from notifications.domain.bounces import Cause


def words_of(cause: Cause) -> str:
    """A sentence about a cause."""
    return {
        Cause.NO_SUCH: _("There is no such address."),
        Cause.FULL: _("The mailbox is full."),
        Cause.AWAY: _("The mail server there did not answer."),
        Cause.REFUSED: _("The mail server there refused it."),
        Cause.COMPLAINT: _("It was reported as spam."),
        Cause.UNWANTED: _("They asked for no more mail."),
    }[cause]
