from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.field_asked import FieldAsked
from ..models.field_kind import FieldKind
from ..models.field_only import FieldOnly
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="QuestionBody")



@_attrs_define
class QuestionBody:
    """ What to change of a question; what is left out stays. Answers given before stay as they were given.

        Attributes:
            choices (list[str] | Unset):
            for_guests (FieldAsked | Unset): As `domain.fields.Asked`. Default: FieldAsked.HIDDEN.
            for_staff (FieldAsked | Unset): As `domain.fields.Asked`. Default: FieldAsked.OPTIONAL.
            help_text (str | Unset):  Default: ''.
            kind (FieldKind | Unset): As `domain.fields.Kind`. Default: FieldKind.TEXT.
            label (str | Unset):  Default: ''.
            least (int | None | Unset):
            most (int | None | Unset):
            only (FieldOnly | None | Unset):
            placeholder (str | Unset):  Default: ''.
            room_ids (list[int] | Unset): The rooms it is asked for; none: every room.
     """

    choices: list[str] | Unset = UNSET
    for_guests: FieldAsked | Unset = FieldAsked.HIDDEN
    for_staff: FieldAsked | Unset = FieldAsked.OPTIONAL
    help_text: str | Unset = ''
    kind: FieldKind | Unset = FieldKind.TEXT
    label: str | Unset = ''
    least: int | None | Unset = UNSET
    most: int | None | Unset = UNSET
    only: FieldOnly | None | Unset = UNSET
    placeholder: str | Unset = ''
    room_ids: list[int] | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
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

        only: None | str | Unset
        if isinstance(self.only, Unset):
            only = UNSET
        elif isinstance(self.only, FieldOnly):
            only = self.only.value
        else:
            only = self.only

        placeholder = self.placeholder

        room_ids: list[int] | Unset = UNSET
        if not isinstance(self.room_ids, Unset):
            room_ids = self.room_ids




        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if choices is not UNSET:
            field_dict["choices"] = choices
        if for_guests is not UNSET:
            field_dict["for_guests"] = for_guests
        if for_staff is not UNSET:
            field_dict["for_staff"] = for_staff
        if help_text is not UNSET:
            field_dict["help_text"] = help_text
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
        if placeholder is not UNSET:
            field_dict["placeholder"] = placeholder
        if room_ids is not UNSET:
            field_dict["room_ids"] = room_ids

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
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


        def _parse_only(data: object) -> FieldOnly | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                only_type_0 = FieldOnly(data)



                return only_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FieldOnly | None | Unset, data)

        only = _parse_only(d.pop("only", UNSET))


        placeholder = d.pop("placeholder", UNSET)

        room_ids = cast(list[int], d.pop("room_ids", UNSET))


        question_body = cls(
            choices=choices,
            for_guests=for_guests,
            for_staff=for_staff,
            help_text=help_text,
            kind=kind,
            label=label,
            least=least,
            most=most,
            only=only,
            placeholder=placeholder,
            room_ids=room_ids,
        )

        return question_body

