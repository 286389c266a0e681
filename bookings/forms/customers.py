"""What staff type about customers: filters of the list, a customer's own details, bans, consents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.fields import AddressField, LabelField
from accounts.venue_scope import may_see_room
from bookings.forms.contact import LONGEST_NAME, NoteField, PhoneField
from bookings.models import ConsentSource, ContactBy, Customer, Room, Venue
from bookings.models.customers import LONGEST_TAG, MOST_TAGS
from bookings.phones import country_of_zone
from bookings.selectors.consents import purposes_asked
from bookings.selectors.customers import Wanted, classes_in_use, tags_in_use
from boom.core.errors import Invalid
from boom.core.labels import clean_label
from boom.forms import PlainForm

LONGEST_REASON = 300
# On this form a consent is noted by staff; the others note themselves.
SOURCES = [(each.value, each.label) for each in (ConsentSource.PHONE, ConsentSource.IN_PERSON)]


def _tags_offered() -> list[tuple[str, str]]:
    return [("", str(_("Any tag"))), *((tag, tag) for tag in tags_in_use())]


class CustomersForm(forms.Form):
    """The filters of the list, bound to the address. What cannot be read does not narrow."""

    q = forms.CharField(label=_("Name, phone, e-mail or reference"), max_length=100, required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    order = forms.ChoiceField(
        label=_("Order"), choices=[("", _("By name")), ("new", _("Newest first"))], required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Asked for only where they are shown or one was chosen: all customers are looked through for them.
        self.fields["tag"].choices = _tags_offered  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """The filters that could be read."""
        self.is_valid()
        data = self.cleaned_data
        return Wanted(data.get("q", "").strip(), data.get("tag", ""), data.get("order", ""))

    @property
    def is_on(self) -> bool:
        """Whether any filter narrows the list."""
        wanted = self.wanted()
        return bool(wanted.q or wanted.tag)


class TagsField(forms.CharField):
    """Words with commas between them; cleans to a list without repeats, in the order typed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MOST_TAGS * (LONGEST_TAG + 2), **options)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        tags = tags_from(super().clean(value))
        if len(tags) > MOST_TAGS:
            many = ngettext("Use at most %(count)s tag.", "Use at most %(count)s tags.", MOST_TAGS)
            raise ValidationError(many % {"count": MOST_TAGS})
        if long := next((tag for tag in tags if len(tag) > LONGEST_TAG), None):
            words = gettext("“%(tag)s…” is too long: at most %(count)s characters a tag.")
            raise ValidationError(words % {"tag": long[:20], "count": LONGEST_TAG})
        return tags


def tags_from(typed: str) -> list[str]:
    """Tags as typed: parted by commas or semicolons, letter case kept, repeats (whatever their case) dropped.

    Raises ValidationError for characters that no label may have.
    """
    tags: dict[str, str] = {}
    for part in typed.replace(";", ",").split(","):
        if not part.strip():
            continue
        try:
            tag = clean_label(part)
        except Invalid as refusal:
            raise ValidationError(refusal.message) from refusal
        tags.setdefault(tag.casefold(), tag)
    return list(tags.values())


class CustomerForm(PlainForm):
    """Everything staff keep about a customer, and the version of it that the form was made from."""

    name = LabelField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        required_words="",
        error_messages={"required": _("Type a name.")},
    )
    email = AddressField(label=_("E-mail"), required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    contact_by = forms.ChoiceField(
        label=_("Likes to be reached by"),
        choices=[("", _("Not said")), *ContactBy.choices],
        required=False,
    )
    tags = TagsField(
        label=_("Tags"), required=False, help_text=_("With commas between them: regular, hen parties.")
    )
    price_class = forms.CharField(
        label=_("Class"),
        max_length=LONGEST_TAG,
        required=False,
        help_text=_("Member, student, child: what a price may depend on."),
        widget=forms.TextInput(attrs={"list": "classes"}),
    )
    favourite_room = forms.TypedChoiceField(
        label=_("Favourite room"), coerce=int, empty_value=None, required=False
    )
    locale = forms.ChoiceField(label=_("Language"), required=False)
    wishes = NoteField(label=_("Likes and needs"), help_text=_("Booth by the wall, step-free, no strobe."))
    notes = NoteField(label=_("Notes"), help_text=_("For staff. Guests never see them."))
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, venue: Venue, **options: Any) -> None:
        super().__init__(*args, **options)
        phone = self.fields["phone"]
        assert isinstance(phone, PhoneField)
        phone.country = venue.country or country_of_zone(venue.time_zone)
        phone.known = self.initial.get("phone", "")
        rooms = Room.objects.on_board().in_order()
        named = [(str(room.pk), room.name) for room in rooms if may_see_room(room.pk, room.venue_id)]
        self.fields["favourite_room"].choices = [("", _("None")), *named]  # type: ignore[attr-defined]
        languages = [("", _("Not said")), *settings.LANGUAGES]
        if (known := self.initial.get("locale", "")) and known not in dict(languages):
            languages.append((known, known))
        self.fields["locale"].choices = languages  # type: ignore[attr-defined]
        self.classes = classes_in_use()

    @classmethod
    def of(cls, customer: Customer, data: Any = None, *, venue: Venue) -> CustomerForm:
        """The form as it shows a customer; bound when `data` is given."""
        plain = [name for name in cls.base_fields if name != "favourite_room"]
        initial = {name: getattr(customer, name) for name in plain}
        return cls(data, venue=venue, initial=initial | {"favourite_room": customer.favourite_room_id})

    def columns(self) -> dict[str, Any]:
        """What was typed, as columns of a customer. Only of a valid form."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        values["favourite_room_id"] = values.pop("favourite_room")
        return values


class ReasonField(LabelField):
    """A sentence that staff read later."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Why"))
        options.setdefault("error_messages", {"required": _("Say why; staff will see it.")})
        super().__init__(max_length=LONGEST_REASON, required_words="", **options)


class BanForm(PlainForm):
    """By what a customer is kept from booking online, and why."""

    by = forms.ChoiceField(label=_("Block"))
    reason = ReasonField(help_text=_("Staff see it. The guest is only asked to call."))

    def __init__(self, *args: Any, customer: Customer, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("customer", gettext("This person, by everything we know of them"))]
        if customer.email:
            choices.append(("email", gettext("Only the e-mail %(email)s") % {"email": customer.email}))
        if customer.phone:
            choices.append(("phone", gettext("Only the number %(phone)s") % {"phone": customer.phone}))
        self.fields["by"].choices = choices  # type: ignore[attr-defined]
        self.customer = customer

    def whom(self) -> dict[str, Any]:
        """The one thing that is kept out, as arguments of the service."""
        by = self.cleaned_data["by"]
        return {"customer_id": self.customer.pk} if by == "customer" else {by: getattr(self.customer, by)}


class StrangerBanForm(PlainForm):
    """An address or number that is nobody's record (yet), and why it is kept out."""

    email = AddressField(label=_("E-mail"), required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    reason = ReasonField()

    def __init__(self, *args: Any, venue: Venue, **options: Any) -> None:
        super().__init__(*args, **options)
        phone = self.fields["phone"]
        assert isinstance(phone, PhoneField)
        phone.country = venue.country or country_of_zone(venue.time_zone)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and bool(values.get("email")) == bool(values.get("phone")):
            self.add_error("email", gettext("Type an e-mail or a phone number, one of the two."))
        return values


class ConsentForm(PlainForm):
    """What a customer said yes or no to, and where, as staff note it."""

    purpose = forms.ChoiceField(
        label=_("To"), choices=lambda: [(each.value, each.label) for each in purposes_asked()]
    )
    answer = forms.ChoiceField(label=_("They said"), choices=[("yes", _("Yes")), ("no", _("No"))])
    source = forms.ChoiceField(label=_("Where"), choices=SOURCES)


class ConsentTextForm(PlainForm):
    """The words customers are asked to agree to."""

    words = forms.CharField(
        label=_("Words"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )
