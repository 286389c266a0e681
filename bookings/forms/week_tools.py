"""The tools above a week of hours: presets, one day copied to others, several days set at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.domain.opening import DayHours
from bookings.domain.week import GROUPS, PRESETS, Row, copied, filled
from bookings.forms.setup_fields import WEEKDAYS

PRESET_NAMES = {
    "karaoke": _("Karaoke: 18:00 to 02:00, Friday and Saturday to 03:00"),
    "extended": _("Late: 20:00 to 04:00"),
    "daytime": _("Daytime: 10:00 to 22:00"),
    "weekend": _("Friday to Sunday only: 18:00 to 02:00"),
    "always": _("Always open"),
}
DAYS = [(str(number), name) for number, name in enumerate(WEEKDAYS)]
DAY_GROUPS = [
    ("all", _("Every day")),
    ("weekdays", _("Monday to Friday")),
    ("weekends", _("Saturday and Sunday")),
    *DAYS,
]
PRESET, COPY, FILL = "preset", "copy", "fill"
TOOLS = {
    PRESET: ("preset",),
    COPY: ("copy_from", "copy_to"),
    FILL: ("fill_days", "fill_opens", "fill_closes"),
}


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )


class WeekToolsForm(forms.Form):
    """One tool is used at a time, `do`; the fields of the others do not count."""

    preset = forms.ChoiceField(
        label=_("Usual hours"),
        choices=[(key, PRESET_NAMES[key]) for key in PRESETS],
    )
    copy_from = forms.ChoiceField(label=_("The hours of"), choices=DAYS)
    copy_to = forms.ChoiceField(label=_("Also on"), choices=DAY_GROUPS)
    fill_days = forms.ChoiceField(label=_("On"), choices=DAY_GROUPS)
    fill_opens = _time(_("Opens"))
    fill_closes = _time(_("Closes"))

    def __init__(self, *args: Any, do: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.do = do

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for tool, names in TOOLS.items():
            if tool != self.do:
                for name in names:
                    self.errors.pop(name, None)
        if self.do == FILL and (cleaned.get("fill_opens") is None) != (cleaned.get("fill_closes") is None):
            self.add_error("fill_closes", _("Enter both times, or neither."))
        return cleaned

    def apply(self, rows: list[Row]) -> list[Row]:
        """The week after the tool was used on it. Only of a valid form."""
        values = self.cleaned_data
        if self.do == PRESET:
            return list(PRESETS[values["preset"]])
        if self.do == COPY:
            return copied(rows, int(values["copy_from"]), GROUPS[values["copy_to"]])
        opens, closes = values["fill_opens"], values["fill_closes"]
        hours = [DayHours(opens, closes)] if opens is not None else []
        return filled(rows, GROUPS[values["fill_days"]], hours)
