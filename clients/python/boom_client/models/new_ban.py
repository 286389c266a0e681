from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="NewBan")



@_attrs_define
class NewBan:
    """ Whom: one of the three; and why, for the team alone.

        Attributes:
            reason (str):
            customer_id (int | None | Unset):
            email (str | Unset):  Default: ''.
            phone (str | Unset):  Default: ''.
     """

    reason: str
    customer_id: int | None | Unset = UNSET
    email: str | Unset = ''
    phone: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        reason = self.reason

        customer_id: int | None | Unset
        if isinstance(self.customer_id, Unset):
            customer_id = UNSET
        else:
            customer_id = self.customer_id

        email = self.email

        phone = self.phone


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "reason": reason,
        })
        if customer_id is not UNSET:
            field_dict["customer_id"] = customer_id
        if email is not UNSET:
            field_dict["email"] = email
        if phone is not UNSET:
            field_dict["phone"] = phone

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        reason = d.pop("reason")

        def _parse_customer_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        customer_id = _parse_customer_id(d.pop("customer_id", UNSET))


        email = d.pop("email", UNSET)

        phone = d.pop("phone", UNSET)

        new_ban = cls(
            reason=reason,
            customer_id=customer_id,
            email=email,
            phone=phone,
        )

        return new_ban

