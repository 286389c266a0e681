"""Saying which column of a list is what, and how its days and amounts are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.domain.tables import DELIMITERS, ENCODINGS, Table, guess_columns, heading_key
from bookings.domain.written import DateOrder
from bookings.models import CustomerImport, ImportKind, Room
from bookings.models.imports import WhenKnown
from bookings.selectors.list_fields import FIELDS
from bookings.selectors.lists import remembered
from boom.core.time import UnknownZone, zone_named
from boom.forms import PlainForm

ENCODING_NAMES = {
    "utf-8-sig": _("Unicode (UTF-8)"),
    "utf-16": _("Unicode (UTF-16)"),
    "cp1252": _("Windows, Western Europe"),
    "latin-1": _("ISO 8859-1"),
}
DELIMITER_NAMES = {",": _("Comma"), ";": _("Semicolon"), "\t": _("Tab"), "|": _("Bar |")}
SAMPLES = 3


class MappingForm(PlainForm):
    """For each column of the file what it is; what to do with what is here already; how it is written.

    What the last list from the same source said is proposed, else what the heading says by itself.
    """

    encoding = forms.ChoiceField(
        label=_("Encoding"), choices=[(name, ENCODING_NAMES[name]) for name in ENCODINGS]
    )
    delimiter = forms.ChoiceField(
        label=_("Cells are parted by"), choices=[(sign, DELIMITER_NAMES[sign]) for sign in DELIMITERS]
    )
    when_known = forms.ChoiceField(
        label=_("When somebody is here already"), choices=WhenKnown.choices, widget=forms.RadioSelect
    )

    order = forms.ChoiceField(
        label=_("Days such as 03/04"),
        required=False,
        choices=[
            ("", _("As the column itself tells")),
            (DateOrder.DAY_FIRST.value, _("Day first: 3 April")),
            (DateOrder.MONTH_FIRST.value, _("Month first: 4 March")),
        ],
    )
    decimal = forms.ChoiceField(
        label=_("Amounts such as 1,234"),
        required=False,
        choices=[("", _("As the column itself tells")), (".", _("1,234.50")), (",", _("1.234,50"))],
    )
    zone = forms.CharField(label=_("Time zone of its clocks"), max_length=64, required=False)
    room_id = forms.TypedChoiceField(
        label=_("Bookings that name no room are in"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, table: Table, found: CustomerImport, **options: Any) -> None:
        super().__init__(*args, **options)
        self.table, self.kind = table, found.kind
        self.known = FIELDS[found.kind]
        told = remembered(found, table.heading)
        self.source = told.source
        self._say_of_writing(found, told.reading)
        keys = [heading_key(title) for title in table.heading]
        names = [told.fields.get(key, "") for key in keys]
        guessed = {place: name for name, place in guess_columns(table.heading, self.known.headings).items()}
        choices = [("", _("Leave out")), *self.known.labels.items()]
        for place, _title in enumerate(table.heading):
            is_told = names[place] in self.known.labels and names.index(names[place]) == place
            guess = "" if keys[place] in told.fields else guessed.get(place, "")
            proposed = names[place] if is_told else guess if guess not in names else ""
            self.fields[f"column{place}"] = forms.ChoiceField(
                label=_title or str(place + 1),
                choices=choices,
                required=False,
                initial=self.initial.get(f"column{place}", proposed),
            )

    def _say_of_writing(self, found: CustomerImport, said: Mapping[str, Any]) -> None:
        """Ask only what matters for the kind; propose what was said last."""
        asked = {
            ImportKind.CUSTOMERS: set(),
            ImportKind.ROOMS: {"decimal"},
            ImportKind.BOOKINGS: {"order", "decimal", "zone", "room_id"},
        }[ImportKind(found.kind)]
        for name in {"order", "decimal", "zone", "room_id"} - asked:
            del self.fields[name]
        if not asked or found.venue is None:
            return
        last = {"zone": found.venue.time_zone} | dict(said) | found.reading
        for name in asked - {"order", "decimal"}:
            self.fields[name].initial = last.get(name, "")
        if "room_id" in asked:
            rooms = Room.objects.filter(venue=found.venue).in_order().values_list("id", "name")
            choices = [("", _("None: leave such lines out")), *((str(key), name) for key, name in rooms)]
            self.fields["room_id"].choices = choices  # type: ignore[attr-defined]

    def clean_zone(self) -> str:
        """A zone of the IANA database; empty is the venue's."""
        typed = self.cleaned_data["zone"].strip()
        try:
            return zone_named(typed).key if typed else ""
        except UnknownZone as error:
            raise forms.ValidationError(_("Enter a time zone such as Europe/London.")) from error

    def writing(self) -> list[Any]:
        """The fields that say how it is written, those that matter for its kind."""
        return [self[name] for name in ("order", "decimal", "zone", "room_id") if name in self.fields]

    def reading(self) -> dict[str, Any]:
        """What was said of how it is written. Only of a valid form."""
        return {
            name: self.cleaned_data[name]
            for name in ("order", "decimal", "zone", "room_id")
            if self.cleaned_data.get(name)
        }

    def columns(self) -> list[dict[str, Any]]:
        """Each column of the file with its field and some of its cells."""
        found = []
        for place, title in enumerate(self.table.heading):
            cells = [row[place] for row in self.table.rows if place < len(row) and row[place]]
            found.append({"title": title, "field": self[f"column{place}"], "samples": cells[:SAMPLES]})
        return found

    def mapping(self) -> dict[str, int]:
        """Field to column number. Only of a valid form."""
        return {
            self.cleaned_data[f"column{place}"]: place
            for place, _title in enumerate(self.table.heading)
            if self.cleaned_data[f"column{place}"]
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        seen: dict[str, str] = {}
        for place, _title in enumerate(self.table.heading):
            chosen = values.get(f"column{place}", "")
            if chosen and chosen in seen:
                words = _("%(field)s is another column already. Leave one of them out.")
                self.add_error(f"column{place}", words % {"field": self.known.labels[chosen]})
            seen[chosen] = f"column{place}"
        return values
