"""The letter to owners and managers that a webhook was switched off, as nothing got through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext

from accounts.models import User
from accounts.selectors import team
from billing.wording import Said
from notifications.letters import Letter, tidy
from notifications.providers.email import one_line
from tenants.models import Business

CONNECTS = "integrations.connect"


def who_connects() -> list[User]:
    """Whoever may switch it on again."""
    return [user for user in team() if user.has_perm(CONNECTS)]


def words_for(payload: Mapping[str, Any]) -> Said:
    """What the letter says; the endpoint's own words are shortened."""
    name = one_line(payload["name"], longest=80)
    return Said(
        gettext("The webhook %(name)s was switched off") % {"name": name},
        gettext(
            "Nothing got through for days, the last time because: %(reason)s What happens since is not sent "
            "there. Mend the other side, switch the webhook on, and send what was missed again from its page."
        )
        % {"reason": one_line(payload["reason"], longest=200)},
    )


def write_letter(payload: Mapping[str, Any], person: User, business: Business) -> Letter:
    """What is said, to one of them."""
    said = words_for(payload)
    context = {
        "said": said,
        "name": person.get_full_name(),
        "business": business,
        "link": business.url(f"/dashboard/integrations/webhooks/{payload['endpoint']}/"),
        "label": gettext("See its log"),
    }
    return Letter(
        subject=one_line(said.title, longest=200),
        text=tidy(render_to_string("emails/disputes/letter.txt", context)),
        html=render_to_string("emails/disputes/letter.html", context),
        sender_name="Boom",
        reply_to="",
    )
