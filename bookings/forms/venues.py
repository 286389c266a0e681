"""A business's venues: adding one, and colours of its board."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.setup_fields import ColourField
from bookings.models import Source, Venue
from boom.core.money import EXPONENTS

LIKE_NONE = ""


class NewVenueForm(forms.Form):
    """Another venue of the business."""

    name = forms.CharField(label=_("Name"), max_length=120)
    slug = forms.SlugField(
        label=_("Short name in addresses"),
        max_length=60,
        required=False,
        help_text=_("Letters, digits and hyphens. Empty: made from the name."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(name, name.replace("_", " ")) for name in sorted(available_timezones())],
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=[(code, code) for code in sorted(EXPONENTS)],
        help_text=_("Prices, taxes and gift vouchers are each venue’s own. It cannot be changed later."),
    )
    like = forms.ChoiceField(
        label=_("Begin with the rules and hours of"),
        required=False,
        help_text=_("Rooms, prices and taxes are set up anew."),
    )

    def __init__(self, *args: Any, venues: list[Venue], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["like"].choices = [  # type: ignore[attr-defined]
            *((venue.slug, venue.name) for venue in venues),
            (LIKE_NONE, _("None: usual ones for your kind of business")),
        ]
        first = venues[0]
        self.initial = {"time_zone": first.time_zone, "currency": first.currency, "like": first.slug} | dict(
            self.initial
        )


class SourceColoursForm(forms.Form):
    """A colour for each way a booking may come; those not ticked have the usual ones."""

    def __init__(self, *args: Any, venue: Venue, **options: Any) -> None:
        super().__init__(*args, **options)
        for source in Source:
            own = venue.source_colours.get(source.value, "")
            # A colour picker cannot be left empty: the tick says whether what it shows counts.
            self.fields[f"own-{source.value}"] = forms.BooleanField(
                label=_("%(source)s has a colour of its own") % {"source": source.label},
                required=False,
                initial=bool(own),
            )
            self.fields[f"colour-{source.value}"] = ColourField(
                label=_("Colour of %(source)s") % {"source": source.label},
                required=False,
                initial=own or venue.brand_colour,
            )

    def rows(self) -> list[dict[str, Any]]:
        """For the page: each source's tick with its colour."""
        return [
            {"own": self[f"own-{source.value}"], "colour": self[f"colour-{source.value}"]}
            for source in Source
        ]

    def colours(self) -> dict[str, str]:
        """What the service wants, of a valid form."""
        values = self.cleaned_data
        return {
            source.value: values[f"colour-{source.value}"].lower()
            for source in Source
            if values[f"own-{source.value}"] and values[f"colour-{source.value}"]
        }
