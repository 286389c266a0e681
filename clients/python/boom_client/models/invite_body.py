from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.role import Role
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="InviteBody")



@_attrs_define
class InviteBody:
    """ Whom to ask, and as what.

        Attributes:
            email (str):
            own_role_id (int | None | Unset):
            role (Role | Unset): The built-in roles, from most to least. Default: Role.FRONT_DESK.
     """

    email: str
    own_role_id: int | None | Unset = UNSET
    role: Role | Unset = Role.FRONT_DESK





    def to_dict(self) -> dict[str, Any]:
        email = self.email

        own_role_id: int | None | Unset
        if isinstance(self.own_role_id, Unset):
            own_role_id = UNSET
        else:
            own_role_id = self.own_role_id

        role: str | Unset = UNSET
        if not isinstance(self.role, Unset):
            role = self.role.value



        field_dict: dict[str, Any] = {}

        field_dict.update({
            "email": email,
        })
        if own_role_id is not UNSET:
            field_dict["own_role_id"] = own_role_id
        if role is not UNSET:
            field_dict["role"] = role

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        email = d.pop("email")

        def _parse_own_role_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        own_role_id = _parse_own_role_id(d.pop("own_role_id", UNSET))


        _role = d.pop("role", UNSET)
        role: Role | Unset
        if isinstance(_role,  Unset):
            role = UNSET
        else:
            role = Role(_role)




        invite_body = cls(
            email=email,
            own_role_id=own_role_id,
            role=role,
        )

        return invite_body

