"""A key for a program: what it is called, what it may do, where, how long."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import LabelField
from accounts.permissions import offered_permissions
from accounts.venue_scope import venues_of_business
from boom.forms import PlainForm

LIVES = [("", _("Until it is revoked")), ("30", _("30 days")), ("90", _("90 days")), ("365", _("A year"))]


class KeyForm(PlainForm):
    """A new key."""

    name = LabelField(
        label=_("Name"), max_length=80, required_words="Name the key: what will use it.",
        help_text=_("What will use it, such as “Till at the bar”."),
    )  # fmt: skip
    permissions = forms.MultipleChoiceField(
        label=_("May"),
        choices=offered_permissions,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Give it no more than it needs. To change it later, make a new key."),
        error_messages={"required": _("Choose what this key may do.")},
    )
    venues = forms.TypedMultipleChoiceField(
        label=_("Only at these venues"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means all of them."),
    )
    lives = forms.ChoiceField(label=_("Good for"), choices=LIVES, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        venues = venues_of_business()
        if len(venues) < 2:
            del self.fields["venues"]
        else:
            self.fields["venues"].choices = [(str(key), name) for key, name in venues]  # type: ignore[attr-defined]
