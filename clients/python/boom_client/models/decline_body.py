from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="DeclineBody")



@_attrs_define
class DeclineBody:
    """ Why not.

        Attributes:
            reason (str): The customer reads it.
            tell_customer (bool | Unset):  Default: True.
     """

    reason: str
    tell_customer: bool | Unset = True





    def to_dict(self) -> dict[str, Any]:
        reason = self.reason

        tell_customer = self.tell_customer


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "reason": reason,
        })
        if tell_customer is not UNSET:
            field_dict["tell_customer"] = tell_customer

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        reason = d.pop("reason")

        tell_customer = d.pop("tell_customer", UNSET)

        decline_body = cls(
            reason=reason,
            tell_customer=tell_customer,
        )

        return decline_body

