"""The dashboard's sections, in the order of the rail. A page is listed here once it exists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from billing.domain.features import Feature
from billing.selectors import allows


class Person(Protocol):
    """Who looks at the rail."""

    def has_perm(self, permission: str, /) -> bool:
        """Whether this person may do that."""
        ...


@dataclass(frozen=True)
class Link:
    """One entry. `also` are other paths that belong to it, for marking the current page."""

    path: str
    label: str | Promise
    icon: str
    permission: str
    # What a plan may leave out; the entry goes with it.
    feature: Feature | None = None
    also: tuple[str, ...] = ()
    is_current: bool = False

    def covers(self, path: str) -> bool:
        """Tell whether a page at `path` is in this section."""
        return any(
            path == own or (own != CALENDAR and path.startswith(own)) for own in (self.path, *self.also)
        )


@dataclass(frozen=True)
class Section:
    """A group of entries; the first group has no title."""

    title: str | Promise
    links: tuple[Link, ...]


CALENDAR = "/dashboard/"

SECTIONS = (
    Section(
        "",
        (
            Link(
                CALENDAR,
                gettext_lazy("Calendar"),
                "calendar-days",
                "bookings.view_calendar",
                also=("/dashboard/week/", "/dashboard/month/", "/dashboard/agenda/", "/dashboard/sheet/"),
            ),
            Link(
                "/dashboard/floor/",
                gettext_lazy("Floor"),
                "layout-grid",
                "bookings.view_calendar",
                Feature.ADVANCED_CALENDAR,
            ),
            Link("/dashboard/waitlist/", gettext_lazy("Waiting list"), "hourglass", "bookings.view_calendar"),
            Link("/dashboard/bookings/", gettext_lazy("Bookings"), "list", "bookings.view_calendar"),
            Link("/dashboard/customers/", gettext_lazy("Customers"), "user", "bookings.view_customers"),
            Link("/dashboard/till/", gettext_lazy("Till"), "wallet", "payments.count_till"),
        ),
    ),
    Section(
        gettext_lazy("Understand"),
        (
            Link("/dashboard/documents/", gettext_lazy("Documents"), "receipt", "payments.view_takings"),
            Link("/dashboard/gift-vouchers/", gettext_lazy("Gift vouchers"), "gift", "payments.view_takings"),
            Link("/dashboard/payouts/", gettext_lazy("Payouts"), "building-2", "payments.view_payouts"),
            Link("/dashboard/disputes/", gettext_lazy("Disputes"), "shield", "payments.view_takings"),
            Link(
                "/dashboard/cancellations/",
                gettext_lazy("Cancellations"),
                "circle-x",
                "audit.view_activity",
                Feature.ANALYTICS,
            ),
            Link(
                "/dashboard/ratings/",
                gettext_lazy("Ratings"),
                "star",
                "bookings.view_ratings",
                Feature.ANALYTICS,
            ),
            Link(
                "/dashboard/origins/",
                gettext_lazy("Origins"),
                "external-link",
                "audit.view_activity",
                Feature.ANALYTICS,
            ),
            Link(
                "/dashboard/activity/",
                gettext_lazy("Activity"),
                "history",
                "audit.view_activity",
                also=("/dashboard/past/",),
            ),
            Link(
                "/dashboard/attention/",
                gettext_lazy("Needs attention"),
                "triangle-alert",
                "bookings.edit_booking",
            ),
            Link(
                "/dashboard/integrity/",
                gettext_lazy("In order?"),
                "shield",
                "bookings.change_setup",
            ),
        ),
    ),
    Section(
        gettext_lazy("Set up"),
        (
            Link("/dashboard/rooms/", gettext_lazy("Rooms"), "door-open", "bookings.change_setup"),
            Link("/dashboard/hours/", gettext_lazy("Opening hours"), "clock", "bookings.change_setup"),
            Link("/dashboard/prices/", gettext_lazy("Prices"), "tag", "bookings.change_prices"),
            Link(
                "/dashboard/rules/",
                gettext_lazy("Booking rules"),
                "sliders-horizontal",
                "bookings.change_setup",
            ),
            Link("/dashboard/visits/", gettext_lazy("Visits"), "calendar-check", "bookings.change_setup"),
            Link(
                "/dashboard/integrations/",
                gettext_lazy("Integrations"),
                "plug",
                "integrations.connect",
            ),
            Link("/dashboard/staff/", gettext_lazy("Team"), "users", "accounts.view_staff"),
            Link("/dashboard/settings/", gettext_lazy("Settings"), "settings", "bookings.change_setup"),
            Link("/dashboard/plan/", gettext_lazy("Plan"), "credit-card", "billing.manage_plan"),
        ),
    ),
)


def sections_for(person: Person | None, path: str, business: object = None) -> list[Section]:
    """Give what `person` may open and the business's plan has, empty groups left out, the entry that covers
    `path` marked.
    """
    return list(_allowed(person, path, business))


def _allowed(person: Person | None, path: str, business: object) -> Iterator[Section]:
    for section in SECTIONS:
        links = tuple(
            replace(link, is_current=link.covers(path))
            for link in section.links
            if person is not None and person.has_perm(link.permission) and _has(business, link.feature)
        )
        if links:
            yield replace(section, links=links)


def _has(business: object, feature: Feature | None) -> bool:
    return feature is None or allows(business, feature)
