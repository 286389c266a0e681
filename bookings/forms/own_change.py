"""What guests change of their own booking beside time and room: how many come, of which kinds, with what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext

from bookings.domain.pricing.terms import Terms
from bookings.forms.extras import ExtrasForm
from bookings.models import Occupancy
from bookings.selectors.setup import Setup
from bookings.selectors.stock import Stock


class PartyForm(ExtrasForm):
    """How many people, the kinds among them, and add-ons of a booking; codes and package stay as they are.

    Where staff agreed on a price, or none was ever made, only the number of people is asked: whatever else
    was chosen would cost nothing.
    """

    def __init__(self, data: Any = None, *, setup: Setup, booking: Occupancy, **options: Any) -> None:
        rules, terms = setup.price_rules, Terms.from_json(booking.price_terms)
        people = booking.party_size or 1
        occasion = rules.occasion(booking.room_id, rules.night_of(booking.starts_at), heads=people)
        super().__init__(
            data,
            venue_id=setup.venue.pk,
            rules=rules,
            occasion=occasion,
            online=True,
            terms=terms,
            auto_id="party-%s",
            **options,
        )
        self.is_fixed = terms.agreed is not None or not booking.quote
        self.packages = []
        if self.is_fixed:
            self.add_ons, self.kinds = [], []
        asked = {field.name for field in (*self.pieces, *self.kind_fields)}
        for name in [name for name in self.fields if name not in asked]:
            del self.fields[name]
        self._say_what_is_left(booking)
        largest = max((room.capacity_max for room in setup.rooms if room.is_for_customers), default=people)
        self.fields["people"] = forms.IntegerField(
            label=gettext("People"),
            min_value=1,
            max_value=max(largest, people),
            initial=people,
            error_messages={
                "max_value": gettext("Our largest room is for %(limit_value)s people. Call us for more.")
            },
        )

    def _say_what_is_left(self, booking: Occupancy) -> None:
        """Name beside each add-on how many are left of it for the booking's time, where that is few."""
        stock = Stock([add_on.id for add_on in self.add_ons], booking.span, leaving_out=[booking.pk])
        for add_on, bound in zip(self.add_ons, self.pieces, strict=True):
            left = stock.left(add_on.id, booking.span)
            if left is None or left >= add_on.most:
                continue
            words = gettext("%(count)s left then.") if left else gettext("None left then.")
            bound.help_text = f"{bound.help_text} {words % {'count': left}}".strip()

    def people(self) -> int:
        """How many are coming. Only of a valid form."""
        return int(self.cleaned_data["people"])

    def terms(self) -> Terms:
        """The terms as they were kept, with the add-ons and kinds of this form in the place of the same ones.

        What the form does not ask for (an add-on only staff give) stays.
        """
        asked = {add_on.id for add_on in self.add_ons}
        kept = tuple(each for each in self.kept.add_ons if each[0] not in asked)
        chosen = super().terms()
        return replace(self.kept, add_ons=in_order(kept + chosen.add_ons), classes=in_order(chosen.classes))


def in_order(pairs: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """By id, so that the same choice is the same terms."""
    return tuple(sorted(pairs))
