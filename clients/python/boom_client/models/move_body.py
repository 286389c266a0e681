from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.price import Price
from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="MoveBody")



@_attrs_define
class MoveBody:
    """ Where and when to.

        Attributes:
            ends_at (datetime.datetime): ISO 8601 with an offset or Z.
            room_id (int):
            starts_at (datetime.datetime): ISO 8601 with an offset or Z.
            override_reason (str | Unset):  Default: ''.
            price (Price | Unset): What becomes of an agreed price when its booking changes.

                USUAL: it stays, and a new length is paid for. KEEP: it stays whatever changes. NEW: by the rules in
                force. Default: Price.USUAL.
            tell_customer (bool | Unset):  Default: True.
     """

    ends_at: datetime.datetime
    room_id: int
    starts_at: datetime.datetime
    override_reason: str | Unset = ''
    price: Price | Unset = Price.USUAL
    tell_customer: bool | Unset = True





    def to_dict(self) -> dict[str, Any]:
        ends_at = self.ends_at.isoformat()

        room_id = self.room_id

        starts_at = self.starts_at.isoformat()

        override_reason = self.override_reason

        price: str | Unset = UNSET
        if not isinstance(self.price, Unset):
            price = self.price.value


        tell_customer = self.tell_customer


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ends_at": ends_at,
            "room_id": room_id,
            "starts_at": starts_at,
        })
        if override_reason is not UNSET:
            field_dict["override_reason"] = override_reason
        if price is not UNSET:
            field_dict["price"] = price
        if tell_customer is not UNSET:
            field_dict["tell_customer"] = tell_customer

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))




        room_id = d.pop("room_id")

        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))




        override_reason = d.pop("override_reason", UNSET)

        _price = d.pop("price", UNSET)
        price: Price | Unset
        if isinstance(_price,  Unset):
            price = UNSET
        else:
            price = Price(_price)




        tell_customer = d.pop("tell_customer", UNSET)

        move_body = cls(
            ends_at=ends_at,
            room_id=room_id,
            starts_at=starts_at,
            override_reason=override_reason,
            price=price,
            tell_customer=tell_customer,
        )

        return move_body

