"""Tags and filters of the design system: icons, positions, money, times, form controls.

Times come out in the zone and clock of the `venue` in the context (or passed as `venue=`); without one, in
Django's current time zone. Everything printed into ids, classes and data attributes is a string made here,
for template localisation would write 1,204 there.
"""

from __future__ import annotations

from copy import copy
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField, CheckboxInput, Form, Select, SelectMultiple, Textarea
from django.forms.boundfield import BoundWidget
from django.forms.models import ModelChoiceIterator
from django.forms.widgets import Input
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from billing.wording import Said, banner_for
from boom.core import placing, text
from boom.core.clock import now as present
from boom.core.money import Money
from boom.keys import KEYS, Key
from boom.navigation import Section, sections_for

register = template.Library()


class HasClock(Protocol):
    """What the time tags need of a venue."""

    time_zone: str
    locale: str
    clock_format: str


# ---- drawing ---------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw an icon of the sprite, hidden from screen readers: the words beside it speak."""
    classes = f"icon {css}" if css else "icon"
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        classes,
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def at(start: int, length: int | None = None) -> str:
    """Give the position classes of something `start` units of five minutes into the board, `length` long."""
    return placing.position(start, length)


@register.simple_tag
def cols(units: int) -> str:
    """Give the class for a board of that many units, rounded up to whole hours."""
    return placing.board_length(units)


@register.simple_tag
def percent(share: float) -> str:
    """Give the class for a share of 0 to 100, to the nearest two."""
    return placing.share(share)


@register.filter
def initials(name: str) -> str:
    """Give the two letters that stand for a room without a picture: "Ec" for Echo, "R2" for Room 2."""
    words = str(name).split()
    if not words:
        return ""
    return words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]


@register.filter
def asked(label: str) -> str:
    """Write a question before its answer: "Floor:", but "What are you celebrating?"."""
    return label if label.endswith(("?", ":")) else f"{label}:"


@register.filter
def string(number: int) -> str:
    """Write a number for an id, a class or a data attribute, never localised."""
    return str(number)


@register.filter
def for_id(pattern: str, number: int) -> str:
    """Put an id in the place of the 0 in an address: "/bookings/0/move/" for 42 is "/bookings/42/move/"."""
    return pattern.replace("/0/", f"/{number}/")


@register.simple_tag
def keys() -> tuple[Key, ...]:
    """Give every key there is, for the list of shortcuts."""
    return KEYS


# ---- words -----------------------------------------------------------------------------------------


@register.filter
def status_word(status: str) -> str:
    """Give the word on the badge of a booking's status."""
    return text.status_word(str(status))


@register.filter
def money(amount: Money | int | None, currency: str = "") -> str:
    """Write a sum in full, "£180.00"; a bare number is minor units of `currency`."""
    found = _money(amount, currency)
    return found.format() if found is not None else ""


@register.filter
def price(amount: Money | int | None, currency: str = "") -> str:
    """Write a sum without empty pence, "£72"; a bare number is minor units of `currency`."""
    found = _money(amount, currency)
    return text.price(found) if found is not None else ""


@register.filter
def phone(number: str) -> str:
    """Write a phone number to be read and dialled: "+44 20 7946 0123"."""
    return text.phone(number)


@register.filter
def duration(length: timedelta | int) -> str:
    """Write a length: "45 min", "2 h", "2 h 30". A number is minutes."""
    return text.duration(length)


@register.filter
def people(count: int) -> str:
    """Write a party: "1 person", "6 people"."""
    return text.people(int(count))


@register.simple_tag
def ago(instant: datetime, now: datetime) -> str:
    """Write how long before `now` something was: "4 min ago"."""
    return text.ago(instant, now)


# ---- times, in the venue's zone -----------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def clock(context: template.Context, instant: datetime, venue: HasClock | None = None) -> str:
    """Write a time of day: "21:15" or "9:15 pm"."""
    found = venue or context.get("venue")
    return text.clock(instant, _zone(found), twelve_hours=_twelve_hours(found))


@register.simple_tag(takes_context=True)
def wall(context: template.Context, of_day: time, venue: HasClock | None = None) -> str:
    """Write a time on a sign, of no day: "18:00" or "6:00 pm"."""
    return text.wall(of_day, twelve_hours=_twelve_hours(venue or context.get("venue")))


@register.simple_tag(takes_context=True)
def span(context: template.Context, start: datetime, end: datetime, venue: HasClock | None = None) -> str:
    """Write a stretch: "21:15–23:15"."""
    found = venue or context.get("venue")
    return text.span(start, end, _zone(found), twelve_hours=_twelve_hours(found))


@register.simple_tag(takes_context=True)
def day(
    context: template.Context,
    instant: date | datetime,
    style: text.DayStyle = "short",
    venue: HasClock | None = None,
) -> str:
    """Write a day: "Sat 21 Nov", or with style="long" "Saturday 21 November"."""
    found = venue or context.get("venue")
    return text.day(instant, _zone(found), style=style, locale=_locale(found))


@register.simple_tag(takes_context=True)
def when(context: template.Context, start: datetime, end: datetime, venue: HasClock | None = None) -> str:
    """Write when a booking is: "Sat 21 Nov, 22:15 to Sun 00:45"."""
    found = venue or context.get("venue")
    return text.when(start, end, _zone(found), twelve_hours=_twelve_hours(found), locale=_locale(found))


# ---- forms -----------------------------------------------------------------------------------------


@register.simple_tag
def control(field: BoundField, css: str = "", **attributes: str) -> SafeString:
    """Render a form field's widget in our clothes.

    Django joins it to its hint and error by aria-describedby (`<id>_helptext`, `<id>_error`) and sets
    aria-invalid; `components/field.html` gives those two their ids. Attributes: `hx_get="…"` becomes hx-get;
    `type` replaces the widget's own.
    """
    attrs: dict[str, Any] = {name.replace("_", "-"): value for name, value in attributes.items()}
    own = field.field.widget.attrs.get("class", "")
    classes = f"{css or _class_of(field)} {own}".strip()
    if classes:
        attrs["class"] = classes
    widget = field.field.widget
    if "type" in attrs and isinstance(widget, Input):
        widget = copy(widget)
        widget.input_type = attrs.pop("type")
    return field.as_widget(widget=widget, attrs=attrs)


@register.simple_tag
def error_count(form: Form) -> int:
    """Count the messages an error summary will list."""
    return sum(len(errors) for errors in form.errors.values())


@register.filter
def is_switch(field: BoundField) -> bool:
    """Tell whether the field is a single tick box, which is laid out with its label behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def by_heading(field: BoundField) -> list[tuple[str, list[BoundWidget]]]:
    """Part a field's boxes by the headings its choices stand under; "" for those under none."""
    boxes = list(field)
    choices = getattr(field.field, "choices", None)
    # Those of a query have no headings, and would be asked for a second time.
    if choices is None or isinstance(choices, ModelChoiceIterator):
        return [("", boxes)]
    parts: list[tuple[str, list[BoundWidget]]] = []
    for heading, label in choices:
        is_group = isinstance(label, (list, tuple))
        if is_group or not parts or parts[-1][0]:
            parts.append((str(heading) if is_group else "", []))
        count = len(label) if is_group else 1
        parts[-1][1].extend(boxes[:count])
        del boxes[:count]
    return parts


# ---- the frame -------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def sections(context: template.Context) -> list[Section]:
    """Give the dashboard's sections this person may open, the current one marked."""
    path = context.get("nav_path") or context["request"].path
    return sections_for(context.get("user"), path, context.get("business"))


@register.simple_tag(takes_context=True)
def plan_banner(context: template.Context) -> Said | None:
    """Give what the team is told about the business's plan; None while there is nothing to say."""
    business = context.get("business")
    return banner_for(business, now=present()) if hasattr(business, "plan") else None


def _class_of(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, CheckboxInput) or field.use_fieldset:
        return ""
    if isinstance(widget, Textarea):
        return "textarea"
    if isinstance(widget, Select | SelectMultiple):
        return "select"
    return "input"


def _money(amount: Money | int | None, currency: str) -> Money | None:
    if amount is None or isinstance(amount, Money):
        return amount
    return Money(amount, currency)


def _zone(venue: HasClock | None) -> ZoneInfo:
    if venue is not None:
        return ZoneInfo(venue.time_zone)
    return timezone.get_current_timezone()


def _twelve_hours(venue: HasClock | None) -> bool:
    return venue is not None and str(getattr(venue, "clock_format", "24")) == "12"


def _locale(venue: HasClock | None) -> str:
    return str(getattr(venue, "locale", "en-GB"))
