from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.field_asked import FieldAsked
from ..models.field_kind import FieldKind
from ..models.field_subject import FieldSubject
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="Question")



@_attrs_define
class Question:
    """ A question of the venue's own, about bookings or rooms.

        Attributes:
            id (int):
            choices (list[str] | Unset):
            for_guests (FieldAsked | Unset): As `domain.fields.Asked`.
            for_staff (FieldAsked | Unset): As `domain.fields.Asked`.
            help_text (str | Unset):
            is_archived (bool | Unset):
            key (str | Unset): By which answers are sent and told.
            kind (FieldKind | Unset): As `domain.fields.Kind`.
            label (str | Unset):
            least (int | None | Unset):
            most (int | None | Unset):
            only (str | Unset):
            order (int | Unset):
            placeholder (str | Unset):
            room_ids (list[int] | Unset): The rooms it is asked for; none: every room.
            subject (FieldSubject | Unset): What the question is about.
            venue_id (int | Unset):
     """

    id: int
    choices: list[str] | Unset = UNSET
    for_guests: FieldAsked | Unset = UNSET
    for_staff: FieldAsked | Unset = UNSET
    help_text: str | Unset = UNSET
    is_archived: bool | Unset = UNSET
    key: str | Unset = UNSET
    kind: FieldKind | Unset = UNSET
    label: str | Unset = UNSET
    least: int | None | Unset = UNSET
    most: int | None | Unset = UNSET
    only: str | Unset = UNSET
    order: int | Unset = UNSET
    placeholder: str | Unset = UNSET
    room_ids: list[int] | Unset = UNSET
    subject: FieldSubject | Unset = UNSET
    venue_id: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        id = self.id

        choices: list[str] | Unset = UNSET
        if not isinstance(self.choices, Unset):
            choices = self.choices



        for_guests: str | Unset = UNSET
        if not isinstance(self.for_guests, Unset):
            for_guests = self.for_guests.value


        for_staff: str | Unset = UNSET
        if not isinstance(self.for_staff, Unset):
            for_staff = self.for_staff.value


        help_text = self.help_text

        is_archived = self.is_archived

        key = self.key

        kind: str | Unset = UNSET
        if not isinstance(self.kind, Unset):
            kind = self.kind.value


        label = self.label

        least: int | None | Unset
        if isinstance(self.least, Unset):
            least = UNSET
        else:
            least = self.least

        most: int | None | Unset
        if isinstance(self.most, Unset):
            most = UNSET
        else:
            most = self.most

        only = self.only

        order = self.order

        placeholder = self.placeholder

        room_ids: list[int] | Unset = UNSET
        if not isinstance(self.room_ids, Unset):
            room_ids = self.room_ids



        subject: str | Unset = UNSET
        if not isinstance(self.subject, Unset):
            subject = self.subject.value


        venue_id = self.venue_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
        })
        if choices is not UNSET:
            field_dict["choices"] = choices
        if for_guests is not UNSET:
            field_dict["for_guests"] = for_guests
        if for_staff is not UNSET:
            field_dict["for_staff"] = for_staff
        if help_text is not UNSET:
            field_dict["help_text"] = help_text
        if is_archived is not UNSET:
            field_dict["is_archived"] = is_archived
        if key is not UNSET:
            field_dict["key"] = key
        if kind is not UNSET:
            field_dict["kind"] = kind
        if label is not UNSET:
            field_dict["label"] = label
        if least is not UNSET:
            field_dict["least"] = least
        if most is not UNSET:
            field_dict["most"] = most
        if only is not UNSET:
            field_dict["only"] = only
        if order is not UNSET:
            field_dict["order"] = order
        if placeholder is not UNSET:
            field_dict["placeholder"] = placeholder
        if room_ids is not UNSET:
            field_dict["room_ids"] = room_ids
        if subject is not UNSET:
            field_dict["subject"] = subject
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        choices = cast(list[str], d.pop("choices", UNSET))


        _for_guests = d.pop("for_guests", UNSET)
        for_guests: FieldAsked | Unset
        if isinstance(_for_guests,  Unset):
            for_guests = UNSET
        else:
            for_guests = FieldAsked(_for_guests)




        _for_staff = d.pop("for_staff", UNSET)
        for_staff: FieldAsked | Unset
        if isinstance(_for_staff,  Unset):
            for_staff = UNSET
        else:
            for_staff = FieldAsked(_for_staff)




        help_text = d.pop("help_text", UNSET)

        is_archived = d.pop("is_archived", UNSET)

        key = d.pop("key", UNSET)

        _kind = d.pop("kind", UNSET)
        kind: FieldKind | Unset
        if isinstance(_kind,  Unset):
            kind = UNSET
        else:
            kind = FieldKind(_kind)




        label = d.pop("label", UNSET)

        def _parse_least(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        least = _parse_least(d.pop("least", UNSET))


        def _parse_most(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        most = _parse_most(d.pop("most", UNSET))


        only = d.pop("only", UNSET)

        order = d.pop("order", UNSET)

        placeholder = d.pop("placeholder", UNSET)

        room_ids = cast(list[int], d.pop("room_ids", UNSET))


        _subject = d.pop("subject", UNSET)
        subject: FieldSubject | Unset
        if isinstance(_subject,  Unset):
            subject = UNSET
        else:
            subject = FieldSubject(_subject)




        venue_id = d.pop("venue_id", UNSET)

        question = cls(
            id=id,
            choices=choices,
            for_guests=for_guests,
            for_staff=for_staff,
            help_text=help_text,
            is_archived=is_archived,
            key=key,
            kind=kind,
            label=label,
            least=least,
            most=most,
            only=only,
            order=order,
            placeholder=placeholder,
            room_ids=room_ids,
            subject=subject,
            venue_id=venue_id,
        )


        question.additional_properties = d
        return question

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
