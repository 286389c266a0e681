"""What is planned for a room, as its form says it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.domain.room_plan import ACTIVE, ARCHIVED, HIDDEN, LONGEST_REASON, MAINTENANCE, PASSING, Step

STATES = [
    (MAINTENANCE, _("Under maintenance")),
    (HIDDEN, _("Booked by staff only")),
    (ACTIVE, _("Open for everybody")),
    (ARCHIVED, _("Archived")),
]


class PlanForm(forms.Form):
    """A step of a room's plan. `step` is it, once the form is valid."""

    state = forms.ChoiceField(label=_("The room is"), choices=STATES)
    starts_on = forms.DateField(
        label=_("From the night of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("Until the night of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Included. Maintenance needs it; opening and archiving are for good."),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("Your team reads it; so do guests whose choice is refused."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        state, starts_on, ends_on = (values.get(name) for name in ("state", "starts_on", "ends_on"))
        self.step: Step | None = None
        if self.errors or state is None or starts_on is None:
            return values
        if not 2000 <= starts_on.year <= 2100 or (ends_on and ends_on.year > 2100):
            self.add_error("starts_on", _("Choose a day in this century."))
        elif ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last night comes before the first."))
        elif state == MAINTENANCE and ends_on is None:
            self.add_error("ends_on", _("Say until when; it can be ended early."))
        elif ends_on and state not in PASSING:
            self.add_error("ends_on", _("Leave this empty: it is for good."))
        else:
            self.step = Step(state, starts_on, ends_on, values["reason"].strip())
        return values
