"""Letters to a business's owners about what it has of Boom: its trial, its payments, its limits.

Facts about plans are the platform's; the letters are the business's own messages, with its own log.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, ngettext

from accounts.models import User
from billing.domain.dunning import State
from billing.domain.plans import AboveLimit
from billing.domain.quota import Metric
from billing.models import BusinessPlan
from billing.wording import Said, day_of, state_in_words
from boom.core.models import OutboxMessage
from notifications.letters import Letter, tidy
from notifications.providers.email import one_line
from tenants.context import public_scope
from tenants.models import Business

PAGE = "/dashboard/plan/"


def words_for(message: OutboxMessage, held: BusinessPlan, zone: ZoneInfo) -> Said | None:
    """What a letter about a fact says; None where it has been overtaken, or is nothing to write about."""
    payload = message.payload
    if message.kind == "plan.trial_ends_soon":
        return _trial_ends(payload["days"], payload["ends_at"], held, zone)
    if message.kind == "plan.level_reached":
        return _level(payload)
    if held.state != payload["state"]:
        # What came after has a letter of its own.
        return None
    if held.state == State.ACTIVE.value:
        was_in_order = payload["was"] in {State.TRIAL.value, State.ACTIVE.value}
        if was_in_order:
            return Said(gettext("Your plan begins"), state_in_words(held, zone).text)
        return Said(
            gettext("Everything is in order again"),
            gettext("Your payment has come, and everything is open. %(state)s")
            % {"state": state_in_words(held, zone).text},
        )
    return state_in_words(held, zone)


def _trial_ends(days: int, ends_at: str, held: BusinessPlan, zone: ZoneInfo) -> Said | None:
    if held.state != State.TRIAL.value or parse_datetime(ends_at) != held.trial_ends_at:
        return None
    title = ngettext("Your trial ends in %(days)s day", "Your trial ends in %(days)s days", days)
    text = gettext(
        "On %(day)s. Choose a plan by then and everything goes on as it is. If you do not, you can go on for "
        "a few days, then Boom takes no new bookings. Nothing is deleted."
    )
    return Said(title % {"days": days}, text % {"day": day_of(held.trial_ends_at, zone)})


def _level(payload: dict[str, object]) -> Said:
    numbers = {key: payload[key] for key in ("used", "limit", "level")}
    if payload["metric"] == Metric.ROOMS.value:
        return Said(
            gettext("%(used)s of %(limit)s rooms are in use") % numbers,
            gettext("Your plan has %(limit)s rooms. A larger one has more; archived rooms do not count.")
            % numbers,
        )
    above = {
        AboveLimit.BILL.value: gettext("Bookings above the limit are taken, and charged."),
        AboveLimit.REFUSE_STAFF.value: gettext(
            "At the limit your team takes no more; customers go on booking."
        ),
    }.get(str(payload["above"]), gettext("At the limit nothing more can be booked for the month."))
    return Said(
        gettext("%(used)s of %(limit)s bookings of this month are taken") % numbers,
        gettext("%(above)s A larger plan has more, at once.") % {"above": above},
    )


def whose(message: OutboxMessage) -> tuple[Business | None, BusinessPlan | None]:
    """The business a fact is about, and its plan as it stands."""
    with public_scope():
        business = (
            Business.objects.select_related("plan__plan").filter(pk=message.payload["business"]).first()
        )
    return business, getattr(business, "plan", None)


def write_letter(said: Said, owner: User, business: Business) -> Letter:
    """What is said, to one of the owners."""
    context = {"said": said, "name": owner.get_full_name(), "business": business, "link": business.url(PAGE)}
    return Letter(
        subject=one_line(f"{said.title}: {business.name}", longest=200),
        text=tidy(render_to_string("emails/plan/letter.txt", context)),
        html=render_to_string("emails/plan/letter.html", context),
        sender_name="Boom",
        reply_to="",
    )
