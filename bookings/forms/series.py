"""Whether a booking or block repeats, in plain words; and what was chosen for nights that cannot be had."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.domain.recurrence import LAST, MOST_INTERVAL, MOST_NIGHTS, Every, Rule, dates, turn
from bookings.domain.series import Choice, How, Pattern
from bookings.domain.walls import AGAIN
from bookings.forms.spans import (
    FIRST_DAY,
    LAST_DAY,
    MOST_MINUTES,
    length_choices,
    room_choices,
    start_choices,
)
from bookings.models import Series
from bookings.selectors.series_changes import Change
from bookings.selectors.setup import Setup
from bookings.series_words import start_words

NEVER, DAILY, WEEKLY = "", "day", "week"
ON_DATE, ON_NTH, ON_LAST, AT_END = "month-date", "month-nth", "month-last", "month-end"
HOW_OFTEN = [
    (NEVER, _("Does not repeat")),
    (DAILY, _("By the day")),
    (WEEKLY, _("By the week")),
    (ON_DATE, _("By the month, on the same date")),
    (ON_NTH, _("By the month, on the same weekday")),
    (ON_LAST, _("By the month, on the last such weekday")),
    (AT_END, _("By the month, on its last day")),
]
UNTIL, TIMES, OPEN = "until", "times", "never"
ENDS = [(UNTIL, _("On a date")), (TIMES, _("After so many times")), (OPEN, _("Not until you end it"))]
WEEKDAYS = [
    ("0", _("Mon")),
    ("1", _("Tue")),
    ("2", _("Wed")),
    ("3", _("Thu")),
    ("4", _("Fri")),
    ("5", _("Sat")),
    ("6", _("Sun")),
]
# By how many nights all of a series moves.
NIGHTS = [
    (0, _("The same night")),
    (1, _("A night later")),
    (2, _("2 nights later")),
    (3, _("3 nights later")),
    (-1, _("A night earlier")),
    (-2, _("2 nights earlier")),
    (-3, _("3 nights earlier")),
]
# A choice for a night is posted as "night-<room>-<date>".
CHOSEN = "night-"
MOST_CHOICES = 2 * MOST_NIGHTS


class RepeatForm(forms.Form):
    """How something that begins on the night `first` repeats; `rule` is None when it does not."""

    repeats = forms.ChoiceField(label=_("Repeats"), choices=HOW_OFTEN, required=False)
    every = forms.IntegerField(
        label=_("Every"), min_value=1, max_value=MOST_INTERVAL, required=False, initial=1
    )
    weekdays = forms.MultipleChoiceField(
        label=_("On"), choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    ends = forms.ChoiceField(
        label=_("Ends"), choices=ENDS, required=False, widget=forms.RadioSelect, initial=UNTIL
    )
    last_night = forms.DateField(
        label=_("Last night"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    times = forms.IntegerField(label=_("How many times"), min_value=2, max_value=MOST_NIGHTS, required=False)

    def __init__(self, *args: Any, first: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.first = first
        self.rule: Rule | None = None

    def clean_last_night(self) -> date | None:
        last: date | None = self.cleaned_data["last_night"]
        if last is not None and not FIRST_DAY <= last <= LAST_DAY:
            raise ValidationError(gettext("Choose a day in this century."))
        return last

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if self.errors or not values.get("repeats"):
            return values
        rule = self._rule(values) if self._end_is_said(values) else None
        if rule is None:
            return values
        count = len(list(islice(dates(rule, self.first), MOST_NIGHTS + 1)))
        if not count:
            self.add_error("last_night", gettext("No night of it comes before that."))
        elif count > MOST_NIGHTS and not rule.is_open_ended:
            words = gettext("That makes more than %(most)s nights. End it sooner, and book the rest later.")
            self.add_error("last_night", words % {"most": MOST_NIGHTS})
        else:
            self.rule = rule
        return values

    def pattern(self, room_id: int, start: str, length: timedelta) -> Pattern:
        """What repeats in that room, from the rule's first night on. Only of a valid form with a rule."""
        assert self.rule is not None, "only where something repeats"
        # "Again" is of one night; on the others the clocks show a time once.
        start = start.removesuffix(AGAIN)
        return Pattern(room_id, next(dates(self.rule, self.first)), start, length, self.rule)

    def _end_is_said(self, values: Mapping[str, Any]) -> bool:
        ends = values.get("ends") or UNTIL
        if ends == UNTIL and values.get("last_night") is None:
            self.add_error("last_night", gettext("Say which night is the last."))
        elif ends == UNTIL and values["last_night"] < self.first:
            self.add_error("last_night", gettext("The last night comes before the first."))
        elif ends == TIMES and values.get("times") is None:
            self.add_error("times", gettext("Say how many times, up to %(most)s.") % {"most": MOST_NIGHTS})
        return not self.errors

    def _rule(self, values: Mapping[str, Any]) -> Rule:
        ends = values.get("ends") or UNTIL
        end: dict[str, Any] = {
            "interval": values.get("every") or 1,
            "until": values["last_night"] if ends == UNTIL else None,
            "count": values["times"] if ends == TIMES else None,
        }
        first, how = self.first, values["repeats"]
        if how == DAILY:
            return Rule(Every.DAY, **end)
        if how == WEEKLY:
            chosen = tuple(sorted(int(day) for day in values["weekdays"]))
            return Rule(Every.WEEK, weekdays=chosen or (first.weekday(),), **end)
        if how == ON_DATE:
            return Rule(Every.MONTH, month_day=first.day, **end)
        if how == AT_END:
            return Rule(Every.MONTH, month_day=LAST, **end)
        nth = (first.day - 1) // 7 + 1
        # A fifth weekday is not in every month: whoever begins on one means the last.
        nth = LAST if how == ON_LAST or nth > 4 else nth
        return Rule(Every.MONTH, weekdays=(first.weekday(),), nth=nth, **end)


class SeriesChangeForm(forms.Form):
    """Another room, time or length for nights of a series; `change` once it is valid.

    `day` is the night whose times are offered.
    """

    room = forms.IntegerField(label=_("Room"), min_value=1, max_value=2**63 - 1, widget=forms.Select)
    by_days = forms.IntegerField(label=_("Night"), min_value=-6, max_value=6, widget=forms.Select)
    start = forms.CharField(label=_("Starts"), max_length=6, widget=forms.Select)
    length = forms.IntegerField(label=_("Length"), min_value=5, max_value=MOST_MINUTES, widget=forms.Select)

    def __init__(self, *args: Any, series: Series, setup: Setup, day: date, **options: Any) -> None:
        minutes = timedelta(minutes=series.minutes)
        present = {"room": series.room_id, "by_days": 0, "start": series.start, "length": series.minutes}
        options["initial"] = present
        super().__init__(*args, **options)
        self.zone, self.day = setup.venue.zone, day
        times = start_choices(setup.night(day), twelve_hours=setup.venue.clock_format == "12")
        if series.start not in dict(times):
            times = [(series.start, start_words(series.start, setup.venue)), *times]
        rule = Rule.parse(series.rule)
        self.fields["room"].widget.choices = room_choices(setup.rooms)
        self.fields["start"].widget.choices = times
        self.fields["length"].widget.choices = length_choices(series.room.policy(), also=[minutes])
        self.fields["by_days"].widget.choices = NIGHTS if rule.can_shift else NIGHTS[:1]

    def clean_start(self) -> str:
        start: str = self.cleaned_data["start"]
        try:
            turn(self.day, start, timedelta(hours=1), self.zone)
        except ValueError as error:
            raise ValidationError(gettext("Choose a time such as 21:30.")) from error
        return start.removesuffix(AGAIN)

    @property
    def change(self) -> Change:
        """What a valid form says."""
        values = self.cleaned_data
        length = timedelta(minutes=values["length"])
        return Change(values["room"], values["start"], length, values["by_days"])


def read_choices(posted: Mapping[str, Any], *, may_override: bool) -> dict[int, dict[date, Choice]]:
    """What was chosen for nights, by room and date; what is no choice, or not theirs to make, is left out."""
    found: dict[int, dict[date, Choice]] = {}
    names = [name for name in posted if name.startswith(CHOSEN)]
    for name in names[:MOST_CHOICES]:
        room, _, day = name.removeprefix(CHOSEN).partition("-")
        choice = Choice.parse(str(posted[name]))
        if choice is None or not room.isascii() or not room.isdigit() or len(room) > 18:
            continue
        if choice.how == How.ANYWAY and not may_override:
            continue
        try:
            found.setdefault(int(room), {})[date.fromisoformat(day)] = choice
        except ValueError:
            continue
    return found
