"""How changes of the integrations' tables are taken back. Found by `boom.apps` when Django starts."""

from __future__ import annotations

from django.utils.translation import gettext_noop as word

from audit.taking_back import rows_of, stays
from integrations.models import EmbedSite, Measuring

stays(
    "integrations_apikey", word("A key may be in a program’s hands. Revoke it on its page, and make another.")
)
stays(
    "integrations_calendarfeed",
    word("An address may be in somebody’s hands. End it on its page, and make another."),
)
stays(
    "integrations_externalcalendar",
    word("What it blocks comes from elsewhere. Change it on its page, or connect it anew."),
)
stays(
    "integrations_webhookendpoint",
    word("A program hears what it was told meanwhile. Change it on its page, or connect it anew."),
)
stays(
    "integrations_calendaraccount",
    word("An account is connected at the company’s own page. Leave it on its page, or connect it anew."),
)
stays(
    "integrations_linkedcalendar",
    word("What was written into the calendar stands there. End it on its page, or set it up anew."),
)
rows_of(EmbedSite, permission="integrations.connect")
rows_of(Measuring, permission="integrations.connect")
