"""Every setting there is, made from the forms themselves, so that search finds what the pages really have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.forms import ProfileForm, TasteForm
from bookings.forms.rooms import RoomForm
from bookings.forms.setup import VenueForm
from bookings.forms.setup_fields import policy_fields
from bookings.forms.visit_rules import VisitRulesForm
from bookings.models import Venue
from boom.navigation import Person

Words = str | Promise
SET_UP = "bookings.change_setup"
MOST_FOUND = 24


@dataclass(frozen=True, slots=True)
class Page:
    """A page with settings: its address, what it is for, and its fields by the name in the form."""

    path: str
    title: Words
    text: Words
    icon: str
    permission: str
    fields: dict[str, forms.Field] = field(default_factory=dict)
    # What the page has beside fields: words and the anchor of its part.
    parts: tuple[tuple[Words, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that belong together."""

    title: Words
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting. `path` leads to its field; `name` is the venue's column, if it is one."""

    label: str
    hint: str
    page: str
    path: str
    name: str

    def words(self) -> str:
        """All that a search looks through."""
        return f"{self.label} {self.hint} {self.page} {SYNONYMS.get(self.name, '')}".casefold()


@dataclass(frozen=True, slots=True)
class Found:
    """An entry with its value today, where that is one of the venue's."""

    entry: Entry
    value: str


def _policy() -> dict[str, forms.Field]:
    hold = forms.IntegerField(label=_("Keep a choice during checkout, minutes"))
    return {**policy_fields(optional=False), "hold_for": hold}


def _shown(form: type[forms.Form]) -> dict[str, forms.Field]:
    return dict(form.base_fields)


GROUPS = (
    Group(
        _("Your venue"),
        (
            Page(
                "/dashboard/settings/venue/",
                _("Venue details"),
                _("Name, words, address, zone, how times and dates look, your colour."),
                "building-2",
                SET_UP,
                _shown(VenueForm),
            ),
            Page(
                "/dashboard/settings/payments/",
                _("Payments and documents"),
                _("What you take at the desk, when it is due, your legal name, address and tax number."),
                "receipt",
                SET_UP,
                parts=(
                    (_("Taken at the desk (cash, terminal, bank), payment due"), "desk-title"),
                    (_("Card surcharge (fee, pass-through)"), "surcharge-title"),
                    (_("Legal name, address, tax number, invoice numbers"), "paper-title"),
                ),
            ),
            Page(
                "/dashboard/settings/card-payments/",
                _("Card payments"),
                _("Your own account at Stripe, to which guests pay by card: connect it, see how it stands."),
                "credit-card",
                "payments.connect_account",
                parts=((_("Account at Stripe (Connect, payouts)"), "account-title"),),
            ),
            Page(
                "/dashboard/settings/gift-vouchers/",
                _("Gift vouchers online"),
                _("Guests buy gift vouchers on your page: in which amounts, and how long they are good."),
                "gift",
                SET_UP,
                parts=((_("Sold online, amounts, months"), "sold-title"),),
            ),
            Page(
                "/dashboard/settings/venues/",
                _("Venues"),
                _("All your venues, and adding one with its own zone, currency, prices and taxes."),
                "building-2",
                SET_UP,
                parts=((_("Add a venue (site, branch, location)"), "add-title"),),
            ),
            Page(
                "/dashboard/settings/colours/",
                _("Colours of bookings"),
                _("A colour of your own for each way a booking may come."),
                "palette",
                SET_UP,
                parts=((_("Colour by source (phone, walk-in, online)"), "main"),),
            ),
            Page(
                "/dashboard/hours/",
                _("Opening hours"),
                _("The week, special days, public holidays, closing days."),
                "clock",
                SET_UP,
                parts=(
                    (_("Opening hours of every week"), "week-title"),
                    (_("Special days and closings"), "special-title"),
                ),
            ),
            Page(
                "/dashboard/rooms/",
                _("Rooms"),
                _("Names, groups, sizes, prices, photos, features, order; each room has a page."),
                "door-open",
                SET_UP,
                _shown(RoomForm),
            ),
            Page(
                "/dashboard/rooms/lists/",
                _("What rooms have, and kinds of rooms"),
                _("Your own lists; a new name goes to every room, price rule and waiting guest."),
                "list",
                SET_UP,
                parts=(
                    (_("What rooms have (amenities, equipment)"), "features-title"),
                    (_("Kinds of rooms (categories, types, groups)"), "kinds-title"),
                ),
            ),
        ),
    ),
    Group(
        _("Taking bookings"),
        (
            Page(
                "/dashboard/rules/",
                _("Booking rules"),
                _("Starts, lengths, notice, how far ahead, time between bookings."),
                "sliders-horizontal",
                SET_UP,
                _policy(),
            ),
            Page(
                "/dashboard/settings/private/",
                _("Private rooms"),
                _("Links and codes by which chosen guests find rooms that are not on your page."),
                "lock",
                SET_UP,
                parts=((_("Secret links, access codes, members only"), "main"),),
            ),
            Page(
                "/dashboard/settings/terms/",
                _("Terms and waivers"),
                _("What guests agree to when they book, for every room or for some."),
                "shield",
                SET_UP,
                parts=((_("House rules, terms and conditions, waivers (agree, accept)"), "asked-title"),),
            ),
            Page(
                "/dashboard/settings/fields/",
                _("Form fields"),
                _("Own questions about bookings and rooms, and which of the usual fields are asked."),
                "list",
                SET_UP,
                parts=(
                    (_("Own fields about bookings (custom fields)"), "fields-booking"),
                    (_("Own fields about rooms (custom fields)"), "fields-room"),
                    (_("Usual fields: phone, e-mail, people, notes"), "usual-title"),
                ),
            ),
            Page(
                "/dashboard/settings/confirmation/",
                _("Confirmation text"),
                _("What your team copies from a booking to send to the guest."),
                "send",
                SET_UP,
                parts=((_("Confirmation text and its placeholders (template)"), "id_confirmation_text"),),
            ),
            Page(
                "/dashboard/settings/messages/",
                _("Messages"),
                _("What guests are told by mail, in Boom’s words or your own."),
                "mail",
                SET_UP,
                parts=((_("Words of mails (templates, placeholders, languages)"), "worded-title"),),
            ),
            Page(
                "/dashboard/settings/messages/everybody/",
                _("Write to everybody"),
                _("One mail to all guests who have booked for some nights: a closure, a defect."),
                "send",
                SET_UP,
                parts=((_("Mail to all guests of some nights (broadcast, closure)"), "write-title"),),
            ),
            Page(
                "/dashboard/settings/messages/times/",
                _("Reminders and quiet hours"),
                _("How long before a booking guests are reminded, thanks afterwards, hours without mails."),
                "bell",
                SET_UP,
                parts=(
                    (_("Reminders before a booking"), "before-title"),
                    (_("Thanks after the visit (follow-up)"), "after-title"),
                    (_("Quiet hours (do not disturb)"), "quiet-title"),
                ),
            ),
            Page(
                "/dashboard/settings/screens/",
                _("Screens"),
                _("Door and lobby displays: who is in each room, and who comes next."),
                "monitor",
                SET_UP,
                parts=(
                    (_("Door and lobby displays"), "display-new"),
                    (_("Self check-in at the door (kiosk, tablet)"), "kiosk-new"),
                ),
            ),
            Page(
                "/dashboard/visits/",
                _("Visits"),
                _("What cancelling costs, requests, late parties, limits, cleaning, holes."),
                "calendar-check",
                SET_UP,
                _shown(VisitRulesForm),
                parts=((_("What cancelling costs"), "cancel-rule"),),
            ),
        ),
    ),
    Group(
        _("All of it"),
        (
            Page(
                "/dashboard/settings/file/",
                _("Settings as a file"),
                _("Export and import, and the usual rules again (reset to defaults)."),
                "download",
                SET_UP,
                parts=(
                    (_("Export settings (back up)"), "out-title"),
                    (_("Import settings"), "in-title"),
                    (_("Reset rules to the defaults"), "usual-title"),
                ),
            ),
            Page(
                "/dashboard/settings/examples/",
                _("Examples"),
                _("A made-up week on your calendar, and taking it away."),
                "sparkles",
                SET_UP,
                parts=((_("Show or clear example data (demo, sample bookings)"), "examples-title"),),
            ),
        ),
    ),
    Group(
        _("People"),
        (
            Page(
                "/dashboard/staff/",
                _("Team"),
                _("Who may sign in, and what each may do."),
                "users",
                "accounts.view_staff",
                parts=((_("Invite somebody, change a role, take access away"), "main"),),
            ),
            Page(
                "/dashboard/customers/asked/",
                _("Consent texts"),
                _("What customers are asked to agree to."),
                "shield",
                SET_UP,
                parts=((_("Words for news and offers"), "main"),),
            ),
            Page(
                "/accounts/profile/",
                _("Your account"),
                _("Your name and password, and how times look to you alone."),
                "user",
                "",
                {**_shown(ProfileForm), **_shown(TasteForm)},
                parts=((_("Password"), "password-title"), (_("Other devices"), "devices-title")),
            ),
        ),
    ),
)
# What people look for under other names; by the column.
SYNONYMS = {
    "time_zone": "timezone region city clock",
    "clock_format": "12 24 hour am pm format time",
    "locale": "date format dd mm yyyy",
    "date_locale": "date format dd mm yyyy",
    "week_starts": "calendar monday sunday first day",
    "brand_colour": "color theme branding look",
    "colour": "color",
    "is_published": "open close online publish public hide",
    "slot_step": "interval grid slots 15 30 60",
    "lead_time": "advance last minute",
    "horizon_days": "advance booking window",
    "buffer_before": "turnover cleaning gap",
    "buffer_after": "turnover cleaning gap",
    "cancel_until": "cancellation deadline policy reschedule",
    "hold_for": "checkout timeout reserve",
    "tracks_cleaning": "housekeeping dirty ready",
    "no_show_after": "no-show late",
    "no_show_percent": "no-show fee charge",
    "release_after": "no-show auto release",
    "door_code_digits": "lock keypad pin access",
    "door_code_hours": "lock keypad pin access",
    "gap_rule": "gaps holes orphan",
    "features": "amenities equipment attributes",
    "more_features": "amenities equipment attributes",
    "category": "group kind type",
    "price": "rate hourly cost",
    "state": "status active inactive maintenance archive hide",
    "capacity_max": "size people seats",
    "capacity_min": "size people minimum",
    "phone": "telephone contact",
    "email": "mail contact",
}


def groups_for(person: Person) -> list[Group]:
    """The groups with the pages somebody may open."""
    shown = [
        Group(group.title, tuple(each for each in group.pages if _may(person, each))) for group in GROUPS
    ]
    return [group for group in shown if group.pages]


def entries_for(person: Person) -> list[Entry]:
    """Every setting somebody may change, in the order of the pages."""
    return [entry for group in groups_for(person) for page in group.pages for entry in _entries(page)]


def found_by(typed: str, entries: Iterable[Entry], venue: Venue) -> list[Found]:
    """Those that have every word of the search somewhere; labels that begin with it first."""
    wanted = typed.casefold().split()
    hits = [entry for entry in entries if all(word in entry.words() for word in wanted)]
    hits.sort(key=lambda entry: not entry.label.casefold().startswith(" ".join(wanted)))
    return [Found(entry, _value(entry, venue)) for entry in hits[:MOST_FOUND]]


def _entries(page: Page) -> Iterator[Entry]:
    title = str(page.title)
    for words, anchor in page.parts:
        yield Entry(str(words), str(page.text), title, f"{page.path}#{anchor}", "")
    of_each_room = page.path == "/dashboard/rooms/"
    for name, each in page.fields.items():
        if isinstance(each.widget, forms.HiddenInput) or each.label is None:
            continue
        anchor = "main" if of_each_room else f"id_{name}"
        where = str(_("Rooms, on each room’s page")) if of_each_room else title
        yield Entry(str(each.label), str(each.help_text), where, f"{page.path}#{anchor}", name)


def _value(entry: Entry, venue: Venue) -> str:
    """What it is set to, for a column of the venue that is no text of its own page's making."""
    if not entry.path.startswith(("/dashboard/settings/venue/", "/dashboard/rules/", "/dashboard/visits/")):
        return ""
    value: Any = getattr(venue, entry.name, "")
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    display = getattr(venue, f"get_{entry.name}_display", None)
    shown = str(display() if display else "" if value is None else value)
    return shown if len(shown) < 60 else f"{shown[:59]}…"


def _may(person: Person, page: Page) -> bool:
    return not page.permission or person.has_perm(page.permission)
