from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.changed_booking_answers_type_0 import ChangedBookingAnswersType0





T = TypeVar("T", bound="ChangedBooking")



@_attrs_define
class ChangedBooking:
    """ What to change of a booking; what is left out stays.

        Attributes:
            answers (ChangedBookingAnswersType0 | None | Unset):
            email (None | str | Unset):
            name (None | str | Unset):
            note (None | str | Unset):
            override_reason (str | Unset):  Default: ''.
            party_size (int | None | Unset):
            phone (None | str | Unset):
            reprice (bool | Unset): Price it anew by the rules in force. Default: False.
            staff_note (None | str | Unset):
     """

    answers: ChangedBookingAnswersType0 | None | Unset = UNSET
    email: None | str | Unset = UNSET
    name: None | str | Unset = UNSET
    note: None | str | Unset = UNSET
    override_reason: str | Unset = ''
    party_size: int | None | Unset = UNSET
    phone: None | str | Unset = UNSET
    reprice: bool | Unset = False
    staff_note: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.changed_booking_answers_type_0 import ChangedBookingAnswersType0 # noqa: PLC0415
        answers: dict[str, Any] | None | Unset
        if isinstance(self.answers, Unset):
            answers = UNSET
        elif isinstance(self.answers, ChangedBookingAnswersType0):
            answers = self.answers.to_dict()
        else:
            answers = self.answers

        email: None | str | Unset
        if isinstance(self.email, Unset):
            email = UNSET
        else:
            email = self.email

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        note: None | str | Unset
        if isinstance(self.note, Unset):
            note = UNSET
        else:
            note = self.note

        override_reason = self.override_reason

        party_size: int | None | Unset
        if isinstance(self.party_size, Unset):
            party_size = UNSET
        else:
            party_size = self.party_size

        phone: None | str | Unset
        if isinstance(self.phone, Unset):
            phone = UNSET
        else:
            phone = self.phone

        reprice = self.reprice

        staff_note: None | str | Unset
        if isinstance(self.staff_note, Unset):
            staff_note = UNSET
        else:
            staff_note = self.staff_note


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if answers is not UNSET:
            field_dict["answers"] = answers
        if email is not UNSET:
            field_dict["email"] = email
        if name is not UNSET:
            field_dict["name"] = name
        if note is not UNSET:
            field_dict["note"] = note
        if override_reason is not UNSET:
            field_dict["override_reason"] = override_reason
        if party_size is not UNSET:
            field_dict["party_size"] = party_size
        if phone is not UNSET:
            field_dict["phone"] = phone
        if reprice is not UNSET:
            field_dict["reprice"] = reprice
        if staff_note is not UNSET:
            field_dict["staff_note"] = staff_note

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.changed_booking_answers_type_0 import ChangedBookingAnswersType0 # noqa: PLC0415
        d = dict(src_dict)
        def _parse_answers(data: object) -> ChangedBookingAnswersType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                answers_type_0 = ChangedBookingAnswersType0.from_dict(data)



                return answers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ChangedBookingAnswersType0 | None | Unset, data)

        answers = _parse_answers(d.pop("answers", UNSET))


        def _parse_email(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        email = _parse_email(d.pop("email", UNSET))


        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))


        def _parse_note(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        note = _parse_note(d.pop("note", UNSET))


        override_reason = d.pop("override_reason", UNSET)

        def _parse_party_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        party_size = _parse_party_size(d.pop("party_size", UNSET))


        def _parse_phone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone = _parse_phone(d.pop("phone", UNSET))


        reprice = d.pop("reprice", UNSET)

        def _parse_staff_note(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        staff_note = _parse_staff_note(d.pop("staff_note", UNSET))


        changed_booking = cls(
            answers=answers,
            email=email,
            name=name,
            note=note,
            override_reason=override_reason,
            party_size=party_size,
            phone=phone,
            reprice=reprice,
            staff_note=staff_note,
        )

        return changed_booking

