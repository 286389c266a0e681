"""What is typed at a kiosk, and what staff say when they make one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.fields import LabelField
from bookings.forms.details import LONGEST_NAME
from bookings.forms.visits import WalkInForm
from bookings.forms.waitlist import ANY, JoinForm
from bookings.selectors.setup import Setup

WHATEVER = {"last_day": "", "earliest": ANY, "latest": ANY, "where": ANY, "note": ""}


class NewKioskForm(forms.Form):
    """A device becomes a kiosk."""

    name = LabelField(
        label=_("Name"), max_length=80, required_words="", error_messages={"required": _("Give it a name.")}
    )
    seats_walk_ins = forms.BooleanField(label=_("Guests may take a free room by themselves"), required=False)


class CodeForm(forms.Form):
    """The code of a booking, as it stands in the confirmation."""

    code = forms.CharField(
        label=_("Your booking’s code"),
        max_length=40,
        error_messages={"required": _("Enter the code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "autofocus": True}
        ),
    )


class TakeRoomForm(WalkInForm):
    """A party takes a room: how many, how long, and whom to call."""

    name = LabelField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        required_words="",
        error_messages={"required": _("Enter your name")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    override_reason = None  # type: ignore[assignment]


class WaitForm(JoinForm):
    """Waiting for a room tonight, any that fits."""

    def __init__(self, data: QueryDict | None = None, *, setup: Setup, today: date, **options: Any) -> None:
        given = {**data.dict(), "first_day": today.isoformat(), **WHATEVER} if data is not None else None
        super().__init__(given, setup=setup, today=today, **options)
        for name in ("name", "email", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
