from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="NewWalkIn")



@_attrs_define
class NewWalkIn:
    """ A party at the door; who they are may stay unknown.

        Attributes:
            minutes (int):
            room_ids (list[int]): The first that is free is taken.
            email (str | Unset):  Default: ''.
            name (str | Unset):  Default: ''.
            override_reason (str | Unset):  Default: ''.
            party_size (int | None | Unset):
            phone (str | Unset):  Default: ''.
     """

    minutes: int
    room_ids: list[int]
    email: str | Unset = ''
    name: str | Unset = ''
    override_reason: str | Unset = ''
    party_size: int | None | Unset = UNSET
    phone: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        minutes = self.minutes

        room_ids = self.room_ids



        email = self.email

        name = self.name

        override_reason = self.override_reason

        party_size: int | None | Unset
        if isinstance(self.party_size, Unset):
            party_size = UNSET
        else:
            party_size = self.party_size

        phone = self.phone


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "minutes": minutes,
            "room_ids": room_ids,
        })
        if email is not UNSET:
            field_dict["email"] = email
        if name is not UNSET:
            field_dict["name"] = name
        if override_reason is not UNSET:
            field_dict["override_reason"] = override_reason
        if party_size is not UNSET:
            field_dict["party_size"] = party_size
        if phone is not UNSET:
            field_dict["phone"] = phone

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        minutes = d.pop("minutes")

        room_ids = cast(list[int], d.pop("room_ids"))


        email = d.pop("email", UNSET)

        name = d.pop("name", UNSET)

        override_reason = d.pop("override_reason", UNSET)

        def _parse_party_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        party_size = _parse_party_size(d.pop("party_size", UNSET))


        phone = d.pop("phone", UNSET)

        new_walk_in = cls(
            minutes=minutes,
            room_ids=room_ids,
            email=email,
            name=name,
            override_reason=override_reason,
            party_size=party_size,
            phone=phone,
        )

        return new_walk_in

