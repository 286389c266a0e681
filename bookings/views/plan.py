"""What the business has of Boom and pays for it: the owner's page. How it is paid is `billing.views`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from billing.domain.dunning import State
from billing.domain.plans import Limits, Period
from billing.domain.quota import Meter, Metric, RoomInUse, rooms_to_archive
from billing.models import BusinessPlan, PlanPrice
from billing.selectors import OfferedPlan, entitlements_of, offered_plans
from billing.wording import Said, above_in_words, day_of, gives_in_words, meter_in_words, state_in_words
from bookings.forms.plans import ArchiveForm
from bookings.selectors.plan_usage import bookings_in, rooms_in_use
from bookings.services.room_plans import archive_rooms
from bookings.views.pages import address
from bookings.views.plan_payment import leads_to_stripe, paying_of
from boom.access import staff, stays_open
from boom.core import clock
from tenants.models import Business

MANAGE = "billing.manage_plan"


@dataclass(frozen=True, slots=True)
class Shown:
    """A meter with its words."""

    meter: Meter
    words: str
    above: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A plan to compare: what it gives and costs, and what stands in the way of it today."""

    offered: OfferedPlan
    price: PlanPrice | None
    gives: Sequence[str]
    is_own: bool
    archive: Sequence[RoomInUse]
    bookings_over: int

    @property
    def fits(self) -> bool:
        """Whether all rooms in use fit; bookings above a smaller limit only keep new ones from coming."""
        return not self.archive


@require_GET
@leads_to_stripe
@stays_open
@staff(MANAGE)
def plan(request: HttpRequest) -> HttpResponse:
    business: Business = request.business  # type: ignore[attr-defined]
    held: BusinessPlan | None = getattr(business, "plan", None)
    now, zone = clock.now(), ZoneInfo(business.time_zone)
    period = Period.YEAR if request.GET.get("pay") == Period.YEAR.value else Period.MONTH
    rooms = rooms_in_use(now=now)
    booked = bookings_in(now.astimezone(zone).date().replace(day=1), zone)
    context = {
        "held": held,
        "standing": _standing(held, zone),
        "meters": _meters(business, held, len(rooms), booked),
        "plan_choices": [_choice(each, held, period, rooms, booked) for each in offered_plans()],
        "period": period.value,
        "periods": [
            {"label": label, "url": address("plan", pay=value), "is_current": value == period.value}
            for value, label in (
                (Period.MONTH.value, _("By the month")),
                (Period.YEAR.value, _("By the year")),
            )
        ],
        "dates": _dates(held, zone),
        "paying": paying_of(business),
    }
    return render(request, "billing/plan.html", context)


@require_POST
@stays_open
@staff(MANAGE)
def archive(request: HttpRequest) -> HttpResponse:
    """Archive what a smaller plan has no room for: also while nothing else may be changed, or nobody could
    ever come back to one.
    """
    form = ArchiveForm(request.POST, rooms=rooms_in_use(now=clock.now()))
    if not form.is_valid():
        messages.error(request, _("Choose rooms from the list. Nothing was archived."))
        return redirect("dashboard:plan")
    count = archive_rooms(room_ids=form.cleaned_data["rooms"])
    words = ngettext(
        "%(count)s room is archived; its bookings stay.",
        "%(count)s rooms are archived; their bookings stay.",
        count,
    )
    messages.success(request, words % {"count": count})
    return redirect("dashboard:plan")


def _standing(held: BusinessPlan | None, zone: ZoneInfo) -> Said:
    if held is None:
        return Said(_("Everything is in order"), _("Nothing is limited."))
    return state_in_words(held, zone)


def _meters(business: Business, held: BusinessPlan | None, rooms: int, booked: int) -> list[Shown]:
    limits: Limits = entitlements_of(business).limits
    meters = [
        Meter(Metric.ROOMS, rooms, limits.rooms),
        Meter(Metric.BOOKINGS, booked, limits.bookings_a_month),
    ]
    return [
        Shown(meter, meter_in_words(meter), above_in_words(meter.metric, held.plan) if held else "")
        for meter in meters
    ]


def _choice(
    offered: OfferedPlan, held: BusinessPlan | None, period: Period, rooms: Sequence[RoomInUse], booked: int
) -> Choice:
    limits = offered.plan.entitlements.limits
    is_own = held is not None and held.price is not None and held.plan_id == offered.plan.pk
    return Choice(
        offered,
        offered.year if period == Period.YEAR else offered.month,
        gives_in_words(offered.plan),
        is_own,
        rooms_to_archive(rooms, limits.rooms),
        Meter(Metric.BOOKINGS, booked, limits.bookings_a_month).over,
    )


def _dates(held: BusinessPlan | None, zone: ZoneInfo) -> list[dict[str, str]]:
    """What the owner pays and when it changes, as terms and values."""
    if held is None:
        return []
    facts = [{"term": _("Plan"), "value": held.plan.name}]
    if held.price is not None and not held.is_comped:
        facts.append({"term": _("Your price"), "value": price_in_words(held.price)})
    if held.next_price is not None:
        facts.append({"term": _("Changes to"), "value": held.next_price.plan.name})
    if held.state == State.TRIAL.value:
        facts.append({"term": _("Trial until"), "value": day_of(held.trial_ends_at, zone)})
    return facts


def price_in_words(price: PlanPrice) -> str:
    """A price with its period: "$29.00 a month"."""
    words = _("%(sum)s a year") if price.period == Period.YEAR.value else _("%(sum)s a month")
    return words % {"sum": price.amount.format()}
