from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.new_payment_method import NewPaymentMethod
from ..types import UNSET, Unset






T = TypeVar("T", bound="NewPayment")



@_attrs_define
class NewPayment:
    """ Money that was taken at the desk.

        Attributes:
            amount_minor (int):
            booking_id (int):
            method (NewPaymentMethod):
            note (str | Unset):  Default: ''.
            rest_to_credit (bool | Unset): What is over stays as the guest's credit. Default: False.
     """

    amount_minor: int
    booking_id: int
    method: NewPaymentMethod
    note: str | Unset = ''
    rest_to_credit: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        amount_minor = self.amount_minor

        booking_id = self.booking_id

        method = self.method.value

        note = self.note

        rest_to_credit = self.rest_to_credit


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "amount_minor": amount_minor,
            "booking_id": booking_id,
            "method": method,
        })
        if note is not UNSET:
            field_dict["note"] = note
        if rest_to_credit is not UNSET:
            field_dict["rest_to_credit"] = rest_to_credit

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        amount_minor = d.pop("amount_minor")

        booking_id = d.pop("booking_id")

        method = NewPaymentMethod(d.pop("method"))




        note = d.pop("note", UNSET)

        rest_to_credit = d.pop("rest_to_credit", UNSET)

        new_payment = cls(
            amount_minor=amount_minor,
            booking_id=booking_id,
            method=method,
            note=note,
            rest_to_credit=rest_to_credit,
        )

        return new_payment

