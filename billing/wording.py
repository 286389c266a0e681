"""Where a business stands and what it has, in words: for its owner's page, the banner and letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from billing.domain.dunning import State
from billing.domain.plans import AboveLimit
from billing.domain.quota import Meter, Metric
from billing.models import BusinessPlan, Plan

FULL = 100
# How long before its end a trial is spoken of on every page.
TRIAL_SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence or two about where a business stands; `kind` is a banner's: now, warn, stop, or nothing."""

    title: str
    text: str
    kind: str = ""


def day_of(instant: datetime, zone: ZoneInfo) -> str:
    """A date as people write it, on the business's clock: "7 December 2026"."""
    return date_format(instant.astimezone(zone).date(), "j F Y")


def state_in_words(held: BusinessPlan, zone: ZoneInfo) -> Said:
    """What an owner reads about the state of their plan, and what comes next."""
    until = day_of(held.next_change_at, zone) if held.next_change_at else ""
    named = {"plan": held.plan.name, "until": until}
    state = State(held.state)
    if state == State.TRIAL:
        return Said(
            gettext("You are trying Boom out"),
            gettext("Until %(until)s you have everything in %(plan)s, without a card. Choose a plan by then.")
            % named,
            "now",
        )
    if state == State.ACTIVE and held.is_comped:
        words = (
            gettext("%(plan)s is yours until %(until)s, for nothing.")
            if until
            else gettext("%(plan)s is yours, for nothing.")
        )
        return Said(gettext("Everything is in order"), words % named)
    if state == State.ACTIVE:
        return Said(gettext("Everything is in order"), gettext("You have %(plan)s.") % named)
    if state == State.PAST_DUE:
        return Said(
            gettext("Your payment was refused"),
            gettext(
                "We try again until %(until)s, and everything goes on meanwhile. A new card puts it in order."
            )
            % named,
            "warn",
        )
    if state == State.GRACE:
        return Said(
            gettext("Your plan is not paid"),
            gettext(
                "Everything goes on until %(until)s. From then on nothing new can be booked and nothing "
                "changed; what is booked stands."
            )
            % named,
            "warn",
        )
    if state == State.READ_ONLY:
        return Said(
            gettext("Your business can only be looked at"),
            gettext(
                "Nothing new can be booked and nothing changed. Customers still reach their bookings. On "
                "%(until)s the dashboard closes too. Nothing is deleted; paying opens everything at once."
            )
            % named,
            "stop",
        )
    return Said(
        gettext("Your business is closed"),
        gettext(
            "Only this page is open to your team. Customers still reach their bookings. Nothing is deleted; "
            "paying opens everything at once."
        ),
        "stop",
    )


def meter_in_words(meter: Meter) -> str:
    """A meter as a line: "14 of 20 rooms", "37 bookings this month"."""
    if meter.limit is None:
        if meter.metric == Metric.ROOMS:
            return ngettext("%(used)s room", "%(used)s rooms", meter.used) % {"used": meter.used}
        return ngettext("%(used)s booking this month", "%(used)s bookings this month", meter.used) % {
            "used": meter.used
        }
    numbers = {"used": meter.used, "limit": meter.limit}
    if meter.metric == Metric.ROOMS:
        return ngettext("%(used)s of %(limit)s room", "%(used)s of %(limit)s rooms", meter.limit) % numbers
    return (
        ngettext(
            "%(used)s of %(limit)s booking this month",
            "%(used)s of %(limit)s bookings this month",
            meter.limit,
        )
        % numbers
    )


def above_in_words(metric: Metric, plan: Plan) -> str:
    """What happens at the limit; empty where there is none."""
    if metric == Metric.ROOMS:
        if plan.rooms is None:
            return ""
        return gettext("At the limit no further room can be opened. Drafts and archived rooms do not count.")
    if plan.bookings_a_month is None:
        return ""
    if plan.above_limit == AboveLimit.BILL.value:
        return gettext("Each booking above the limit costs %(price)s.") % {"price": plan.overage.format()}
    if plan.above_limit == AboveLimit.REFUSE_STAFF.value:
        return gettext(
            "At the limit your team takes no more bookings for the month; customers go on booking online."
        )
    return gettext(
        "At the limit nothing more can be booked for the month. Whoever is at checkout by then comes through."
    )


def gives_in_words(plan: Plan) -> list[str]:
    """What a plan gives, line by line, of what there is today."""
    rooms = (
        gettext("As many rooms as you have")
        if plan.rooms is None
        else ngettext("%(count)s room", "%(count)s rooms", plan.rooms) % {"count": plan.rooms}
    )
    bookings = (
        gettext("As many bookings as you get")
        if plan.bookings_a_month is None
        else ngettext("%(count)s booking a month", "%(count)s bookings a month", plan.bookings_a_month)
        % {"count": plan.bookings_a_month}
    )
    features = [gettext(words) for words in plan.feature_words]
    return [
        rooms,
        bookings,
        gettext("Calendar, booking page and e-mails"),
        *features,
        *filter(None, [plan.support]),
    ]


def banner_for(business: Any, *, now: datetime) -> Said | None:
    """What stands over the team's pages; None while there is nothing to say. Asks no query."""
    held: BusinessPlan | None = getattr(business, "plan", None)
    if held is None:
        return None
    if held.state == State.TRIAL.value and timedelta() < held.trial_ends_at - now <= TRIAL_SHOWN_FOR:
        day = day_of(held.trial_ends_at, ZoneInfo(business.time_zone))
        ends = gettext("Your trial ends on %(day)s.") % {"day": day}
        return Said(ends, gettext("Choose a plan by then."), "now")
    if State(held.state) not in {State.TRIAL, State.ACTIVE}:
        return state_in_words(held, ZoneInfo(business.time_zone))
    if held.usage_level >= FULL:
        return Said(gettext("All of your plan is in use."), gettext("See what that means."), "warn")
    if held.usage_level:
        words = gettext("More than %(level)s %% of your plan is in use.") % {"level": held.usage_level}
        return Said(words, gettext("See how much is left."), "warn")
    return None
