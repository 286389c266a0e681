from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="PriceLine")



@_attrs_define
class PriceLine:
    """ A line of a price, as it was agreed.

        Attributes:
            amount_minor (int):
            code (str):
            quantity (str): Exact, as a fraction where it is one.
            unit (str):
            unit_price_minor (int):
            rule (str | Unset):  Default: ''.
     """

    amount_minor: int
    code: str
    quantity: str
    unit: str
    unit_price_minor: int
    rule: str | Unset = ''
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        amount_minor = self.amount_minor

        code = self.code

        quantity = self.quantity

        unit = self.unit

        unit_price_minor = self.unit_price_minor

        rule = self.rule


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "amount_minor": amount_minor,
            "code": code,
            "quantity": quantity,
            "unit": unit,
            "unit_price_minor": unit_price_minor,
        })
        if rule is not UNSET:
            field_dict["rule"] = rule

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        amount_minor = d.pop("amount_minor")

        code = d.pop("code")

        quantity = d.pop("quantity")

        unit = d.pop("unit")

        unit_price_minor = d.pop("unit_price_minor")

        rule = d.pop("rule", UNSET)

        price_line = cls(
            amount_minor=amount_minor,
            code=code,
            quantity=quantity,
            unit=unit,
            unit_price_minor=unit_price_minor,
            rule=rule,
        )


        price_line.additional_properties = d
        return price_line

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
