from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.me_kind import MeKind
from typing import cast






T = TypeVar("T", bound="Me")



@_attrs_define
class Me:
    """ Whose credential it is, and what it may do.

        Attributes:
            email (None | str):
            id (int):
            kind (MeKind):
            name (str):
            permissions (list[str]):
            role (None | str):
            venue_ids (list[int]): The venues it may touch; none named means all.
     """

    email: None | str
    id: int
    kind: MeKind
    name: str
    permissions: list[str]
    role: None | str
    venue_ids: list[int]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        email: None | str
        email = self.email

        id = self.id

        kind = self.kind.value

        name = self.name

        permissions = self.permissions



        role: None | str
        role = self.role

        venue_ids = self.venue_ids




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "email": email,
            "id": id,
            "kind": kind,
            "name": name,
            "permissions": permissions,
            "role": role,
            "venue_ids": venue_ids,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_email(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        email = _parse_email(d.pop("email"))


        id = d.pop("id")

        kind = MeKind(d.pop("kind"))




        name = d.pop("name")

        permissions = cast(list[str], d.pop("permissions"))


        def _parse_role(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        role = _parse_role(d.pop("role"))


        venue_ids = cast(list[int], d.pop("venue_ids"))


        me = cls(
            email=email,
            id=id,
            kind=kind,
            name=name,
            permissions=permissions,
            role=role,
            venue_ids=venue_ids,
        )


        me.additional_properties = d
        return me

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
