from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast






T = TypeVar("T", bound="PersonShape")



@_attrs_define
class PersonShape:
    """ Somebody with an account here.

        Attributes:
            email (str):
            id (int):
            is_active (bool):
            name (str):
            role (str): What the role is called.
            room_ids (list[int]):
            venue_ids (list[int]): The venues they may touch; none named means all.
     """

    email: str
    id: int
    is_active: bool
    name: str
    role: str
    room_ids: list[int]
    venue_ids: list[int]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        email = self.email

        id = self.id

        is_active = self.is_active

        name = self.name

        role = self.role

        room_ids = self.room_ids



        venue_ids = self.venue_ids




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "email": email,
            "id": id,
            "is_active": is_active,
            "name": name,
            "role": role,
            "room_ids": room_ids,
            "venue_ids": venue_ids,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        email = d.pop("email")

        id = d.pop("id")

        is_active = d.pop("is_active")

        name = d.pop("name")

        role = d.pop("role")

        room_ids = cast(list[int], d.pop("room_ids"))


        venue_ids = cast(list[int], d.pop("venue_ids"))


        person_shape = cls(
            email=email,
            id=id,
            is_active=is_active,
            name=name,
            role=role,
            room_ids=room_ids,
            venue_ids=venue_ids,
        )


        person_shape.additional_properties = d
        return person_shape

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
