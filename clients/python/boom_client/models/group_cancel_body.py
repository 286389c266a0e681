from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="GroupCancelBody")



@_attrs_define
class GroupCancelBody:
    """ Why, and whether the customer hears of it.

        Attributes:
            reason (str | Unset):  Default: ''.
            tell_customer (bool | Unset):  Default: True.
     """

    reason: str | Unset = ''
    tell_customer: bool | Unset = True





    def to_dict(self) -> dict[str, Any]:
        reason = self.reason

        tell_customer = self.tell_customer


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if reason is not UNSET:
            field_dict["reason"] = reason
        if tell_customer is not UNSET:
            field_dict["tell_customer"] = tell_customer

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        reason = d.pop("reason", UNSET)

        tell_customer = d.pop("tell_customer", UNSET)

        group_cancel_body = cls(
            reason=reason,
            tell_customer=tell_customer,
        )

        return group_cancel_body

