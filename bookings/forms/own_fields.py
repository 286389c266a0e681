"""Own questions and shaped usual fields on the forms of bookings and rooms, and how they are defined."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.domain.fields import (
    BOUNDED,
    FREE,
    LONGEST_LONG,
    LONGEST_TEXT,
    TEXTS,
    Asked,
    Kind,
    WrongAnswer,
    answer_to,
    insist_on_bounds,
)
from bookings.models import Room, RoomState, Venue
from bookings.models.fields import FieldAsked, FieldKind, FieldOnly, FieldSubject, FormField
from bookings.selectors.fields import fields_of
from bookings.services.fields import RULES

PREFIX = "own_"
MOST_BOUND = 1_000_000
INPUT_TYPES = {
    Kind.NUMBER: "text",
    Kind.EMAIL: "email",
    Kind.PHONE: "tel",
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.COLOUR: "color",
}


class OwnField(forms.CharField):
    """A question's answer as typed; cleans to what is kept."""

    def __init__(self, field: FormField, *, for_staff: bool) -> None:
        self.question = field.question(for_staff=for_staff)
        self.is_by_room = bool(field.room_ids)
        super().__init__(
            label=field.label,
            help_text=field.help_text,
            required=self.question.asked == Asked.REQUIRED,
            max_length=LONGEST_LONG if self.question.kind == Kind.LONG else LONGEST_TEXT,
            widget=_widget(field),
            strip=True,
        )
        if field.placeholder:
            self.widget.attrs["placeholder"] = field.placeholder
        self.error_messages["required"] = _("Answer this: %(label)s") % {"label": field.label}

    def clean(self, value: Any) -> Any:
        if self.question.kind == Kind.TICK:
            if self.required and not value:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return bool(value)
        text = super().clean(value)
        try:
            return answer_to(self.question, text) or ""
        except WrongAnswer as error:
            raise forms.ValidationError(str(error)) from error


def _widget(field: FormField) -> forms.Widget:
    kind = Kind(field.kind)
    if kind == Kind.TICK:
        return forms.CheckboxInput()
    if kind == Kind.LONG:
        return forms.Textarea(attrs={"rows": 3})
    if kind == Kind.CHOICE:
        return forms.Select(choices=[("", "–"), *((each, each) for each in field.choices)])
    attrs = {"type": INPUT_TYPES[kind]} if kind in INPUT_TYPES else {}
    if kind == Kind.NUMBER:
        attrs["inputmode"] = "decimal"
    return forms.TextInput(attrs=attrs)


def shape(
    form: forms.Form,
    venue: Venue,
    subject: FieldSubject,
    *,
    for_staff: bool,
    room_ids: Collection[int] = (),
    answers: Mapping[str, object] | None = None,
) -> None:
    """Put the venue's own questions on a form, and its rules on the usual fields; of those for some rooms the
    ones for these.
    """
    for field in fields_of(venue, subject):
        if field.builtin:
            _rule(form, field, for_staff=for_staff)
    ask(form, venue, subject, for_staff=for_staff, room_ids=room_ids, answers=answers)


def ask(
    form: forms.Form,
    venue: Venue,
    subject: FieldSubject,
    *,
    for_staff: bool,
    room_ids: Collection[int] = (),
    answers: Mapping[str, object] | None = None,
    required_only: bool = False,
) -> None:
    """Put the venue's own questions on a form, in order, instead of those it has: it may be for other rooms
    by now. With `required_only` those alone that must be answered, for forms that are to be quick.
    """
    for name in [name for name in form.fields if name.startswith(PREFIX)]:
        del form.fields[name]
    for field in fields_of(venue, subject):
        asked = field.question(for_staff=for_staff).asked
        if field.builtin or asked == Asked.HIDDEN or not field.is_for(room_ids):
            continue
        if required_only and asked != Asked.REQUIRED:
            continue
        name = f"{PREFIX}{field.key}"
        form.fields[name] = OwnField(field, for_staff=for_staff)
        form.initial.setdefault(name, (answers or {}).get(field.key, ""))


def asks_by_room(venue: Venue) -> bool:
    """Whether what is asked about bookings depends on their rooms."""
    return any(field.room_ids for field in fields_of(venue, FieldSubject.BOOKING))


class _Bounded:
    """Holds a usual field to what the owner asks of it; nothing of what is empty."""

    def __init__(self, rule: FormField) -> None:
        self.bounds, self.kind = rule.bounds, Kind(rule.kind)

    def __call__(self, value: Any) -> None:
        try:
            insist_on_bounds(self.bounds, self.kind, str(value))
        except WrongAnswer as error:
            raise forms.ValidationError(str(error)) from error


def _rule(form: forms.Form, rule: FormField, *, for_staff: bool) -> None:
    known = form.fields.get(rule.builtin)
    if known is None:
        return
    asked = rule.for_staff if for_staff else rule.for_guests
    known.label = rule.label
    known.required = asked == Asked.REQUIRED
    if rule.placeholder:
        known.widget.attrs["placeholder"] = rule.placeholder
    if rule.help_text:
        known.help_text = rule.help_text
    if rule.bounds != FREE:
        known.validators = [*known.validators, _Bounded(rule)]
    if asked == Asked.HIDDEN:
        # What it holds is kept: a field that is not shown is not emptied by saving.
        known.widget = forms.HiddenInput()


def chosen_rooms(values: Iterable[object]) -> list[int]:
    """The rooms that a form says, as typed; what is no key is none."""
    typed = [str(value) for value in values]
    return [int(value) for value in typed if value.isascii() and value.isdigit() and len(value) < 19]


def own_fields(form: forms.Form, *, by_room: bool | None = None) -> list[Any]:
    """The form's own questions, bound, for the page; those for all rooms alone, or the others."""
    named = {name: field for name, field in form.fields.items() if isinstance(field, OwnField)}
    return [form[name] for name, field in named.items() if by_room in {None, field.is_by_room}]


def own_answers(form: forms.Form) -> dict[str, Any]:
    """What was answered, by the question's key. Only of a valid form."""
    cleaned = form.cleaned_data
    return {name.removeprefix(PREFIX): cleaned[name] for name in form.fields if name.startswith(PREFIX)}


class FieldForm(forms.Form):
    """One question of the venue's own."""

    label = forms.CharField(label=_("What you ask"), max_length=80, help_text=_("Such as: Song list"))
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=FieldKind.choices)
    choices = forms.CharField(
        label=_("Choices"),
        max_length=3400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, for a choice from a list."),
    )
    help_text = forms.CharField(label=_("Hint"), max_length=200, required=False)
    placeholder = forms.CharField(label=_("Example in the empty field"), max_length=80, required=False)
    least = forms.IntegerField(
        label=_("At least"),
        min_value=0,
        max_value=MOST_BOUND,
        required=False,
        help_text=_("Of a number its size, of a phone number its digits, of a text its characters."),
    )
    most = forms.IntegerField(label=_("At most"), min_value=0, max_value=MOST_BOUND, required=False)
    only = forms.ChoiceField(label=_("A text is made of"), choices=FieldOnly.choices, required=False)
    for_guests = forms.ChoiceField(label=_("Guests, on your page"), choices=FieldAsked.choices)
    for_staff = forms.ChoiceField(label=_("Your team"), choices=FieldAsked.choices, initial="optional")
    room_ids = forms.TypedMultipleChoiceField(
        label=_("Only for these rooms"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: it is asked for every room."),
    )

    def __init__(
        self,
        *args: Any,
        subject: FieldSubject,
        venue_id: int,
        chosen: Collection[int] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        # An archived room that was chosen stays to be seen: without it the question would be for every room.
        rooms = Room.objects.filter(Q(pk__in=chosen) | ~Q(state=RoomState.ARCHIVED), venue_id=venue_id)
        shown = [(str(room.pk), room.name) for room in rooms.in_order()]
        self.fields["room_ids"].choices = shown  # type: ignore[attr-defined]
        if subject == FieldSubject.ROOM:
            del self.fields["room_ids"]
            self.fields["for_guests"].label = _("Guests read it on your page")
            self.fields["for_guests"].choices = [  # type: ignore[attr-defined]
                (FieldAsked.HIDDEN.value, _("No")),
                (FieldAsked.OPTIONAL.value, _("Yes")),
            ]

    @classmethod
    def of(cls, field: FormField, data: Any = None) -> FieldForm:
        """A form that shows a question as it is, or with `data` changes it."""
        initial = {name: getattr(field, name) for name in cls.base_fields}
        initial["choices"] = "\n".join(field.choices)
        return cls(
            data,
            initial=initial,
            subject=FieldSubject(field.subject),
            venue_id=field.venue_id,
            chosen=field.room_ids,
        )

    def columns(self) -> dict[str, Any]:
        """What the service wants."""
        values = dict(self.cleaned_data)
        values["choices"] = [line.strip() for line in values["choices"].splitlines() if line.strip()]
        return values


class BuiltinForm(forms.Form):
    """How a usual field is asked."""

    label = forms.CharField(label=_("Words"), max_length=80)
    for_guests = forms.ChoiceField(
        label=_("Guests"), choices=FieldAsked.choices, required=False, initial=FieldAsked.HIDDEN
    )
    for_staff = forms.ChoiceField(label=_("Your team"), choices=FieldAsked.choices)
    help_text = forms.CharField(label=_("Hint"), max_length=200, required=False)
    placeholder = forms.CharField(label=_("Example in the empty field"), max_length=80, required=False)
    least = forms.IntegerField(label=_("At least"), min_value=0, max_value=MOST_BOUND, required=False)
    most = forms.IntegerField(label=_("At most"), min_value=0, max_value=MOST_BOUND, required=False)
    only = forms.ChoiceField(label=_("Made of"), choices=FieldOnly.choices, required=False)

    def __init__(self, *args: Any, kind: Kind, **options: Any) -> None:
        super().__init__(*args, **options)
        if kind not in BOUNDED:
            del self.fields["least"], self.fields["most"]
        if kind not in TEXTS:
            del self.fields["only"]

    def rules(self) -> dict[str, Any]:
        """What the service wants beside words and forms; the rules that such a field cannot have left out."""
        return {name: self.cleaned_data[name] for name in RULES if name in self.fields}
