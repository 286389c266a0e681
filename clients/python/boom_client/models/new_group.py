from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.new_group_source import NewGroupSource
from ..types import UNSET, Unset
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.new_group_answers_type_0 import NewGroupAnswersType0
  from ..models.part_body import PartBody





T = TypeVar("T", bound="NewGroup")



@_attrs_define
class NewGroup:
    """ Several rooms at one time for one party: all of them, or none.

        Attributes:
            ends_at (datetime.datetime): ISO 8601 with an offset or Z.
            name (str):
            rooms (list[PartBody]):
            starts_at (datetime.datetime): ISO 8601 with an offset or Z.
            answers (NewGroupAnswersType0 | None | Unset): To the venue's own questions, by key.
            email (str | Unset):  Default: ''.
            note (str | Unset):  Default: ''.
            override_reason (str | Unset): Sets soft rules aside; takes the permission to. Default: ''.
            party_size (int | None | Unset):
            phone (str | Unset): As typed; read as one of the venue's country. Default: ''.
            source (NewGroupSource | Unset):  Default: NewGroupSource.API.
            staff_note (str | Unset):  Default: ''.
            tell_customer (bool | Unset):  Default: True.
     """

    ends_at: datetime.datetime
    name: str
    rooms: list[PartBody]
    starts_at: datetime.datetime
    answers: NewGroupAnswersType0 | None | Unset = UNSET
    email: str | Unset = ''
    note: str | Unset = ''
    override_reason: str | Unset = ''
    party_size: int | None | Unset = UNSET
    phone: str | Unset = ''
    source: NewGroupSource | Unset = NewGroupSource.API
    staff_note: str | Unset = ''
    tell_customer: bool | Unset = True





    def to_dict(self) -> dict[str, Any]:
        from ..models.new_group_answers_type_0 import NewGroupAnswersType0 # noqa: PLC0415
        from ..models.part_body import PartBody # noqa: PLC0415
        ends_at = self.ends_at.isoformat()

        name = self.name

        rooms = []
        for rooms_item_data in self.rooms:
            rooms_item = rooms_item_data.to_dict()
            rooms.append(rooms_item)



        starts_at = self.starts_at.isoformat()

        answers: dict[str, Any] | None | Unset
        if isinstance(self.answers, Unset):
            answers = UNSET
        elif isinstance(self.answers, NewGroupAnswersType0):
            answers = self.answers.to_dict()
        else:
            answers = self.answers

        email = self.email

        note = self.note

        override_reason = self.override_reason

        party_size: int | None | Unset
        if isinstance(self.party_size, Unset):
            party_size = UNSET
        else:
            party_size = self.party_size

        phone = self.phone

        source: str | Unset = UNSET
        if not isinstance(self.source, Unset):
            source = self.source.value


        staff_note = self.staff_note

        tell_customer = self.tell_customer


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ends_at": ends_at,
            "name": name,
            "rooms": rooms,
            "starts_at": starts_at,
        })
        if answers is not UNSET:
            field_dict["answers"] = answers
        if email is not UNSET:
            field_dict["email"] = email
        if note is not UNSET:
            field_dict["note"] = note
        if override_reason is not UNSET:
            field_dict["override_reason"] = override_reason
        if party_size is not UNSET:
            field_dict["party_size"] = party_size
        if phone is not UNSET:
            field_dict["phone"] = phone
        if source is not UNSET:
            field_dict["source"] = source
        if staff_note is not UNSET:
            field_dict["staff_note"] = staff_note
        if tell_customer is not UNSET:
            field_dict["tell_customer"] = tell_customer

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.new_group_answers_type_0 import NewGroupAnswersType0 # noqa: PLC0415
        from ..models.part_body import PartBody # noqa: PLC0415
        d = dict(src_dict)
        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))




        name = d.pop("name")

        rooms = []
        _rooms = d.pop("rooms")
        for rooms_item_data in (_rooms):
            rooms_item = PartBody.from_dict(rooms_item_data)



            rooms.append(rooms_item)


        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))




        def _parse_answers(data: object) -> NewGroupAnswersType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                answers_type_0 = NewGroupAnswersType0.from_dict(data)



                return answers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NewGroupAnswersType0 | None | Unset, data)

        answers = _parse_answers(d.pop("answers", UNSET))


        email = d.pop("email", UNSET)

        note = d.pop("note", UNSET)

        override_reason = d.pop("override_reason", UNSET)

        def _parse_party_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        party_size = _parse_party_size(d.pop("party_size", UNSET))


        phone = d.pop("phone", UNSET)

        _source = d.pop("source", UNSET)
        source: NewGroupSource | Unset
        if isinstance(_source,  Unset):
            source = UNSET
        else:
            source = NewGroupSource(_source)




        staff_note = d.pop("staff_note", UNSET)

        tell_customer = d.pop("tell_customer", UNSET)

        new_group = cls(
            ends_at=ends_at,
            name=name,
            rooms=rooms,
            starts_at=starts_at,
            answers=answers,
            email=email,
            note=note,
            override_reason=override_reason,
            party_size=party_size,
            phone=phone,
            source=source,
            staff_note=staff_note,
            tell_customer=tell_customer,
        )

        return new_group

