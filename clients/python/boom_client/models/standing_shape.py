from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="StandingShape")



@_attrs_define
class StandingShape:
    """ How a booking, or all that was booked together with it, stands.

        Attributes:
            by_voucher_minor (int):
            charged_minor (int):
            currency (str):
            due_minor (int):
            paid_minor (int):
            refunded_minor (int):
            to_give_back_minor (int):
     """

    by_voucher_minor: int
    charged_minor: int
    currency: str
    due_minor: int
    paid_minor: int
    refunded_minor: int
    to_give_back_minor: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        by_voucher_minor = self.by_voucher_minor

        charged_minor = self.charged_minor

        currency = self.currency

        due_minor = self.due_minor

        paid_minor = self.paid_minor

        refunded_minor = self.refunded_minor

        to_give_back_minor = self.to_give_back_minor


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "by_voucher_minor": by_voucher_minor,
            "charged_minor": charged_minor,
            "currency": currency,
            "due_minor": due_minor,
            "paid_minor": paid_minor,
            "refunded_minor": refunded_minor,
            "to_give_back_minor": to_give_back_minor,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        by_voucher_minor = d.pop("by_voucher_minor")

        charged_minor = d.pop("charged_minor")

        currency = d.pop("currency")

        due_minor = d.pop("due_minor")

        paid_minor = d.pop("paid_minor")

        refunded_minor = d.pop("refunded_minor")

        to_give_back_minor = d.pop("to_give_back_minor")

        standing_shape = cls(
            by_voucher_minor=by_voucher_minor,
            charged_minor=charged_minor,
            currency=currency,
            due_minor=due_minor,
            paid_minor=paid_minor,
            refunded_minor=refunded_minor,
            to_give_back_minor=to_give_back_minor,
        )


        standing_shape.additional_properties = d
        return standing_shape

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
