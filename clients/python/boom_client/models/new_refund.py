from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="NewRefund")



@_attrs_define
class NewRefund:
    """ How much to give back, and how.

        Attributes:
            amount_minor (int):
            reason (str | Unset): For more than is owed back; takes the permission to. Default: ''.
            to_credit (bool | Unset):  Default: False.
            to_voucher (bool | Unset):  Default: False.
     """

    amount_minor: int
    reason: str | Unset = ''
    to_credit: bool | Unset = False
    to_voucher: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        amount_minor = self.amount_minor

        reason = self.reason

        to_credit = self.to_credit

        to_voucher = self.to_voucher


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "amount_minor": amount_minor,
        })
        if reason is not UNSET:
            field_dict["reason"] = reason
        if to_credit is not UNSET:
            field_dict["to_credit"] = to_credit
        if to_voucher is not UNSET:
            field_dict["to_voucher"] = to_voucher

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        amount_minor = d.pop("amount_minor")

        reason = d.pop("reason", UNSET)

        to_credit = d.pop("to_credit", UNSET)

        to_voucher = d.pop("to_voucher", UNSET)

        new_refund = cls(
            amount_minor=amount_minor,
            reason=reason,
            to_credit=to_credit,
            to_voucher=to_voucher,
        )

        return new_refund

