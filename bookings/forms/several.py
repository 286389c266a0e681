"""What is to become of several bookings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.domain.opening import NoSuchDay
from bookings.forms.words import LONGEST_REASON
from bookings.models.customers import LONGEST_TAG
from bookings.selectors.setup import Setup
from bookings.services.several import Change, Do
from boom.core.errors import Invalid
from boom.core.labels import clean_label
from boom.forms import PlainForm

MOST_MINUTES = 24 * 60
LATER, EARLIER = "later", "earlier"


class SeveralForm(PlainForm):
    """Move, cancel, mark as no-shows, note on each or tag who they are of; only the chosen part counts."""

    do = forms.ChoiceField(
        label=_("What to do"),
        choices=[
            (Do.MOVE, _("Move")),
            (Do.CANCEL, _("Cancel")),
            (Do.NO_SHOW, _("No-show")),
            (Do.NOTE, _("Add a note")),
            (Do.TAG, _("Tag customers")),
        ],
        initial=Do.MOVE,
        widget=forms.RadioSelect,
    )
    minutes = forms.IntegerField(
        label=_("By minutes"), min_value=0, max_value=MOST_MINUTES, required=False, initial=0
    )
    direction = forms.ChoiceField(
        label=_("Direction"),
        choices=[(LATER, _("later")), (EARLIER, _("earlier"))],
        initial=LATER,
        required=False,
    )
    day = forms.DateField(
        label=_("To the night of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: the night stays."),
    )
    room = forms.TypedChoiceField(label=_("To room"), coerce=int, empty_value=None, required=False)
    reason = forms.CharField(label=_("Why"), max_length=LONGEST_REASON, required=False)
    note = forms.CharField(
        label=_("Staff note"),
        max_length=500,
        required=False,
        help_text=_("Added below what is noted already. Guests never see it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    tag = forms.CharField(
        label=_("Tag"),
        max_length=LONGEST_TAG,
        required=False,
        help_text=_("Their customers get it; whoever has it keeps it."),
    )
    override_reason = forms.CharField(
        label=_("Reason for setting rules aside"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("Needed only where the house rules say no. It stays on the record."),
    )
    tell = forms.BooleanField(label=_("Tell the guests by e-mail"), required=False)

    def __init__(self, *args: Any, setup: Setup, may_override: bool, may_tag: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self._setup = setup
        self.fields["room"].choices = [  # type: ignore[attr-defined]
            ("", _("Each keeps its room")),
            *((str(room.pk), room.name) for room in setup.rooms),
        ]
        if not may_override:
            del self.fields["override_reason"]
        if not may_tag:
            del self.fields["tag"]
            self.fields["do"].choices = [  # type: ignore[attr-defined]
                each
                for each in self.fields["do"].choices  # type: ignore[attr-defined]
                if each[0] != Do.TAG
            ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        wants = values.get("do")
        if wants == Do.MOVE and not self.errors:
            self._check_move(values)
        if wants == Do.NOTE and not values.get("note", "").strip() and "note" not in self.errors:
            self.add_error("note", _("Enter the note."))
        if wants == Do.TAG and "tag" not in self.errors:
            try:
                values["tag"] = clean_label(values.get("tag", ""))
            except Invalid:
                self.add_error("tag", _("Enter the tag."))
        return values

    def _check_move(self, values: dict[str, Any]) -> None:
        day = values.get("day")
        if day is not None:
            try:
                self._setup.night(day)
            except (NoSuchDay, OverflowError):
                self.add_error("day", _("Choose another night."))
        if not (values.get("minutes") or day or values.get("room")):
            self.add_error("minutes", _("Say where to: minutes, a night or a room."))

    def change(self) -> Change:
        """What a valid form asks for."""
        values = self.cleaned_data
        minutes = timedelta(minutes=values.get("minutes") or 0)
        return Change(
            do=Do(values["do"]),
            by=-minutes if values.get("direction") == EARLIER else minutes,
            day=values.get("day"),
            room_id=values.get("room"),
            reason=values.get("reason", "").strip(),
            note=values.get("note", "").strip(),
            tag=values.get("tag", ""),
            override_reason=values.get("override_reason", "").strip(),
            tell_customer=values.get("tell", False),
        )
