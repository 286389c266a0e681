"""Refusals of what businesses pay the platform. What a plan has no room for the database refuses
(bookings/sql/bookings_keep_to_plan.sql); here are the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from boom.core.errors import Conflict, Forbidden, NotFound, OverPlan

PLAN_PAGE = "/dashboard/plan/"


class PlanLimitReached(OverPlan):
    """More than the plan has. `details["plan_url"]` is where the owner finds a larger one."""

    code = "plan-limit-reached"
    title = gettext_lazy("That is all your plan has")

    def __init__(self, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(self.worded(details or {}), details={**(details or {}), "plan_url": PLAN_PAGE})

    def worded(self, details: Mapping[str, Any]) -> str:
        """What a person reads."""
        return gettext("Your plan does not have room for that. The owner can choose a larger one under Plan.")


class RoomLimitReached(PlanLimitReached):
    """Every room of the plan is in use."""

    code = "plan-rooms"

    def worded(self, details: Mapping[str, Any]) -> str:
        return gettext(
            "Your plan has %(most)s rooms, and all of them are in use. Archive one first, keep this one as a "
            "draft, or have the owner choose a larger plan under Plan."
        ) % {"most": details.get("most", "")}


class RoomsOfNextPlan(PlanLimitReached):
    """A smaller plan is to begin, and every room of that one is in use."""

    code = "plan-rooms-to-come"

    def worded(self, details: Mapping[str, Any]) -> str:
        return gettext(
            "The plan you change to has %(most)s rooms, and all of them are in use. Archive one first, keep "
            "this one as a draft, or have the owner keep the present plan under Plan."
        ) % {"most": details.get("most", "")}


class BookingLimitReached(PlanLimitReached):
    """The month has as many bookings as the plan."""

    code = "plan-bookings"

    def worded(self, details: Mapping[str, Any]) -> str:
        return gettext(
            "Your plan has %(most)s bookings a month, and %(month)s has them all. Choose another month, or "
            "have the owner choose a larger plan under Plan."
        ) % {"most": details.get("most", ""), "month": _month(details)}


class OnlineBookingsFull(OverPlan):
    """The same, said to a customer: it is none of their business why."""

    code = "online-bookings-full"
    title = gettext_lazy("No more bookings online")

    def __init__(self, details: Mapping[str, Any] | None = None) -> None:
        words = gettext(
            "No more bookings can be taken online for %(month)s. Ask the venue, or try another month."
        )
        super().__init__(words % {"month": _month(details or {})})


class BookingPaused(OverPlan):
    """The business takes nothing new at present: its trial or its payments ended."""

    code = "bookings-paused"
    title = gettext_lazy("Nothing new can be booked")
    message = "No new bookings can be taken here at the moment. What is booked already stands."

    def __init__(self, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(gettext(self.message), details=details)


class ReadOnly(Forbidden):
    """The business may be looked at and not changed until its plan is paid."""

    code = "read-only"
    title = gettext_lazy("This can only be looked at")
    message = (
        "Your business can only be looked at for now: nothing was changed. The owner can put it in order "
        "under Plan."
    )

    def __init__(self) -> None:
        super().__init__(gettext(self.message), details={"plan_url": PLAN_PAGE})


class Closed(Forbidden):
    """Nothing of the business is open but its plan, until that is paid."""

    code = "closed"
    title = gettext_lazy("Your business is closed for now")
    message = (
        "Nothing was deleted, and your customers still reach what they have booked. The owner opens "
        "everything again under Plan."
    )

    def __init__(self) -> None:
        super().__init__(gettext(self.message), details={"plan_url": PLAN_PAGE})


class FeatureNotInPlan(Forbidden):
    """The plan does not have this part of Boom."""

    code = "feature-not-in-plan"
    title = gettext_lazy("Your plan does not have this")
    message = "This is part of a larger plan. The owner can choose one under Plan."

    def __init__(self) -> None:
        super().__init__(gettext(self.message), details={"plan_url": PLAN_PAGE})


class PriceUnknown(NotFound):
    """There is no such price, or it is offered no more."""

    code = "price-unknown"
    message = "This plan is not offered any more. Load the page again."


class UnknownObject(Conflict):
    """An event about something that we do not know, or not yet: parked, and looked at again."""

    code = "unknown-object"
    message = "We do not know what this is about."


class CallAtWork(Conflict):
    """The same operation is being carried out this moment."""

    code = "call-at-work"
    message = "That is being done this moment. Look again in a few seconds."


class CallLost(Conflict):
    """What became of an operation is unknown, and Stripe has forgotten its key by now."""

    code = "call-lost"
    message = "We do not know whether that was done. The platform's staff have to look."


class AlreadySubscribed(Conflict):
    """There is a subscription already: a change of it is what is wanted."""

    code = "already-subscribed"
    message = "There is a subscription already. Choose another plan instead."


class NotSubscribed(Conflict):
    """There is no subscription that could be changed."""

    code = "not-subscribed"
    message = "There is no subscription yet. Choose a plan first."


class NoAccountYet(Conflict):
    """The business has no account of its own that customers could pay to."""

    code = "no-account-yet"
    message = "There is no account to pay to yet. Connect one first."


class SamePlan(Conflict):
    """It is what they have."""

    code = "same-plan"
    message = "That is the plan you have."


class ChangePlanned(Conflict):
    """Another change waits for the end of the period."""

    code = "change-planned"
    message = "A change is planned already. Take it back first."


class EndPlanned(Conflict):
    """It ends when the other plan would begin."""

    code = "end-planned"
    message = "Your subscription ends then. Go on with it first, and choose the other plan after that."


class PreviewOld(Conflict):
    """What was shown is no longer what it would cost."""

    code = "preview-old"
    message = "What it costs may have changed. Look at it once more."


class NothingToRepair(Conflict):
    """It is settled by now, or a person has to decide."""

    code = "nothing-to-repair"
    message = "There is nothing to mend by itself here."


class OverSmallerPlan(Conflict):
    """More rooms are in use than the smaller plan has. `details["rooms"]` are those to archive first."""

    code = "over-smaller-plan"

    def __init__(self, *, plan: str, limit: int, rooms: list[str]) -> None:
        super().__init__(
            f"{plan} has {limit} rooms. Archive {_listed(rooms)} first, then change to it.",
            details={"limit": limit, "rooms": rooms},
        )


def _listed(names: list[str]) -> str:
    """Names as people list them."""
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"


# Which refusal each of the triggers' constraints means; its detail says of which month and how many.
CONSTRAINTS = {
    "plan_rooms": RoomLimitReached,
    "plan_rooms_to_come": RoomsOfNextPlan,
    "plan_bookings_of_the_team": BookingLimitReached,
    "plan_bookings_of_customers": OnlineBookingsFull,
    "plan_takes_bookings": BookingPaused,
}


def _month(details: Mapping[str, Any]) -> str:
    try:
        return date_format(date.fromisoformat(str(details["month"])), "F Y")
    except (KeyError, ValueError):
        return gettext("that month")
