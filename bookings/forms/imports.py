"""Choosing a file of customers, and saying which of its columns is what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.domain.tables import DELIMITERS, ENCODINGS, Table, guess_columns
from bookings.models.imports import WhenKnown
from bookings.selectors.customer_rows import FIELDS, HEADINGS
from boom.forms import PlainForm

ENCODING_NAMES = {
    "utf-8-sig": _("Unicode (UTF-8)"),
    "utf-16": _("Unicode (UTF-16)"),
    "cp1252": _("Windows, Western Europe"),
    "latin-1": _("ISO 8859-1"),
}
DELIMITER_NAMES = {",": _("Comma"), ";": _("Semicolon"), "\t": _("Tab"), "|": _("Bar |")}
SAMPLES = 3


class UploadForm(PlainForm):
    """A CSV file."""

    file = forms.FileField(label=_("CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv"}))


class MappingForm(PlainForm):
    """For each column of the file what it is; what to do with customers who are here already."""

    encoding = forms.ChoiceField(
        label=_("Encoding"), choices=[(name, ENCODING_NAMES[name]) for name in ENCODINGS]
    )
    delimiter = forms.ChoiceField(
        label=_("Cells are parted by"), choices=[(sign, DELIMITER_NAMES[sign]) for sign in DELIMITERS]
    )
    when_known = forms.ChoiceField(
        label=_("When somebody is here already"), choices=WhenKnown.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, table: Table, **options: Any) -> None:
        super().__init__(*args, **options)
        self.table = table
        guessed = {place: name for name, place in guess_columns(table.heading, HEADINGS).items()}
        choices = [("", _("Leave out")), *FIELDS.items()]
        for place, _title in enumerate(table.heading):
            self.fields[f"column{place}"] = forms.ChoiceField(
                label=_title or str(place + 1),
                choices=choices,
                required=False,
                initial=self.initial.get(f"column{place}", guessed.get(place, "")),
            )

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
                self.add_error(f"column{place}", words % {"field": FIELDS[chosen]})
            seen[chosen] = f"column{place}"
        return values
