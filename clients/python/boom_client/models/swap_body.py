from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="SwapBody")



@_attrs_define
class SwapBody:
    """ With which booking, and the version of it that is known.

        Attributes:
            other_id (int):
            other_version (int):
            override_reason (str | Unset):  Default: ''.
            tell_customer (bool | Unset):  Default: True.
     """

    other_id: int
    other_version: int
    override_reason: str | Unset = ''
    tell_customer: bool | Unset = True





    def to_dict(self) -> dict[str, Any]:
        other_id = self.other_id

        other_version = self.other_version

        override_reason = self.override_reason

        tell_customer = self.tell_customer


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "other_id": other_id,
            "other_version": other_version,
        })
        if override_reason is not UNSET:
            field_dict["override_reason"] = override_reason
        if tell_customer is not UNSET:
            field_dict["tell_customer"] = tell_customer

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        other_id = d.pop("other_id")

        other_version = d.pop("other_version")

        override_reason = d.pop("override_reason", UNSET)

        tell_customer = d.pop("tell_customer", UNSET)

        swap_body = cls(
            other_id=other_id,
            other_version=other_version,
            override_reason=override_reason,
            tell_customer=tell_customer,
        )

        return swap_body

