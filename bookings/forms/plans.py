"""What an owner says on the page of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from billing.domain.quota import RoomInUse


class ArchiveForm(forms.Form):
    """Which of the rooms in use to archive, so that a smaller plan fits."""

    rooms = forms.TypedMultipleChoiceField(coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, rooms: Sequence[RoomInUse] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rooms"].choices = [(room.key, room.name) for room in rooms]  # type: ignore[attr-defined]
