"""Forms of rooms: one with all it has, several at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.forms.own_fields import PREFIX, own_answers, own_fields, shape
from bookings.forms.setup_fields import ColourField, PriceField, code_digits, policy_fields
from bookings.models import FieldSubject, Room, RoomCategory, RoomFeature, RoomState, Venue
from bookings.models.venues import POLICY_COLUMNS
from bookings.services.room_words import MOST_COUNTED

MOST_ROOMS_AT_ONCE = 20
# What the fields are called that say how many of a thing a room has, before the feature's id.
COUNT = "count_"


class RoomForm(forms.Form):
    """One room. Rules left empty are the venue's."""

    name = forms.CharField(label=_("Name"), max_length=120)
    category = forms.CharField(
        label=_("Kind of room"),
        max_length=60,
        required=False,
        help_text=_("Rooms of a kind stand together. A new one joins your list."),
        widget=forms.TextInput(attrs={"list": "room-categories"}),
    )
    capacity_min = forms.IntegerField(label=_("People, at least"), min_value=1, max_value=1000, initial=1)
    capacity_max = forms.IntegerField(label=_("People, at most"), min_value=1, max_value=1000, initial=6)
    state = forms.ChoiceField(
        label=_("Can be booked"),
        choices=[
            (RoomState.ACTIVE.value, _("By customers and staff")),
            (RoomState.HIDDEN.value, _("By staff only")),
            (RoomState.DRAFT.value, _("Not yet")),
            (RoomState.ARCHIVED.value, _("No more (kept in the history)")),
        ],
        initial=RoomState.ACTIVE.value,
    )
    needs_approval = forms.BooleanField(
        label=_("Customers ask first"),
        required=False,
        help_text=_("What they choose keeps the room and waits for your yes."),
    )
    is_private = forms.BooleanField(
        label=_("Private"),
        required=False,
        help_text=_("Customers find it only by a link or code that you give out, under Settings."),
    )
    door_code_digits = code_digits(_("A code for its door"), none=_("None"), venues=_("As the venue has it"))
    description = forms.CharField(
        label=_("Description"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    features = forms.MultipleChoiceField(
        label=_("What it has"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more_features = forms.CharField(
        label=_("What else it has"),
        max_length=600,
        required=False,
        help_text=_("With commas between: Stage, Step-free. It joins your list."),
    )
    colour = ColourField(label=_("Colour on the calendar"), required=False)

    def __init__(
        self, *args: Any, venue: Venue, answers: Mapping[str, object] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.venue = venue
        # A colour picker cannot be left empty: what it would send is what it shows.
        self.initial.setdefault("colour", venue.brand_colour)
        self.fields["price"] = PriceField(
            currency=venue.currency, label=_("Price per hour (%(currency)s)") % {"currency": venue.currency}
        )
        for column, field in policy_fields(optional=True).items():
            field.widget.attrs["placeholder"] = str(getattr(venue, column))
            self.fields[column] = field
        self.listed = list(RoomFeature.objects.filter(venue=venue).in_order())
        self.fields["features"].choices = [  # type: ignore[attr-defined]
            (feature.name, feature.name) for feature in self.listed
        ]
        for feature in self.listed:
            if feature.is_counted:
                label = _("How many: %(feature)s") % {"feature": feature.name}
                self.fields[f"{COUNT}{feature.pk}"] = forms.IntegerField(
                    label=label, min_value=1, max_value=MOST_COUNTED, required=False
                )
        shape(self, venue, FieldSubject.ROOM, for_staff=True, answers=answers)

    @property
    def categories(self) -> list[str]:
        """The venue's kinds of rooms, to choose from while typing."""
        return list(RoomCategory.objects.filter(venue=self.venue).in_order().values_list("name", flat=True))

    @property
    def counts(self) -> list[Any]:
        """How many of each thing that is counted, for the page."""
        return [self[name] for name in self.fields if name.startswith(COUNT)]

    @property
    def own(self) -> list[Any]:
        """The venue's own questions about rooms, for the page."""
        return own_fields(self)

    @classmethod
    def of(cls, room: Room) -> RoomForm:
        """A form that shows a room as it is."""
        names = (*cls.base_fields, *POLICY_COLUMNS)
        initial: dict[str, Any] = {name: getattr(room, name) for name in names if name != "more_features"}
        for feature in RoomFeature.objects.filter(venue=room.venue, is_counted=True):
            initial[f"{COUNT}{feature.pk}"] = room.feature_counts.get(feature.name)
        initial["price"] = room.price_per_hour_minor
        initial["colour"] = room.colour or room.venue.brand_colour
        return cls(venue=room.venue, initial=initial, answers=room.answers)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        lowest, highest = cleaned.get("capacity_min"), cleaned.get("capacity_max")
        if lowest and highest and lowest > highest:
            self.add_error("capacity_max", _("This is below the least number of people."))
        return cleaned

    def columns(self) -> dict[str, Any]:
        """What the services want: a room's columns."""
        answers = own_answers(self)
        values = {name: value for name, value in self.cleaned_data.items() if not name.startswith(PREFIX)}
        if answers:
            values["answers"] = answers
        values["price_per_hour_minor"] = values.pop("price")
        typed = [part.strip() for part in values.pop("more_features").split(",") if part.strip()]
        chosen, counts = list(values["features"]), dict[str, int]()
        for feature in self.listed:
            count = values.pop(f"{COUNT}{feature.pk}", None)
            if count:
                counts[feature.name] = count
                # Whoever says how many has said that there are some.
                chosen += [feature.name] if feature.name not in chosen else []
        values["features"] = [*chosen, *typed]
        values["feature_counts"] = counts
        return values

    def policy_rows(self) -> list[Any]:
        """The fields of the room's own rules, for the page."""
        return [self[column] for column in POLICY_COLUMNS]


class QuickRoomsForm(forms.Form):
    """Several rooms at once: a name a line, alike otherwise."""

    names = forms.CharField(
        label=_("Names"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line. Everything else can be changed later."),
    )
    capacity_max = forms.IntegerField(label=_("People, at most"), min_value=1, max_value=1000, initial=6)

    def __init__(self, *args: Any, venue: Venue, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["price"] = PriceField(
            currency=venue.currency, label=_("Price per hour (%(currency)s)") % {"currency": venue.currency}
        )

    def clean_names(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if len(names) > MOST_ROOMS_AT_ONCE:
            raise forms.ValidationError(
                _("Add at most %(most)d at once."), params={"most": MOST_ROOMS_AT_ONCE}
            )
        if any(len(name) > 120 for name in names):
            raise forms.ValidationError(_("Keep each name under 120 characters."))
        return names
