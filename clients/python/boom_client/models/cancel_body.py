from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="CancelBody")



@_attrs_define
class CancelBody:
    """ How to call it off.

        Attributes:
            fee_minor (int | None | Unset): Another fee than the terms'; takes `override_reason` and the permission to.
            override_reason (str | Unset):  Default: ''.
            reason (str | Unset):  Default: ''.
            tell_customer (bool | Unset):  Default: True.
     """

    fee_minor: int | None | Unset = UNSET
    override_reason: str | Unset = ''
    reason: str | Unset = ''
    tell_customer: bool | Unset = True





    def to_dict(self) -> dict[str, Any]:
        fee_minor: int | None | Unset
        if isinstance(self.fee_minor, Unset):
            fee_minor = UNSET
        else:
            fee_minor = self.fee_minor

        override_reason = self.override_reason

        reason = self.reason

        tell_customer = self.tell_customer


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if fee_minor is not UNSET:
            field_dict["fee_minor"] = fee_minor
        if override_reason is not UNSET:
            field_dict["override_reason"] = override_reason
        if reason is not UNSET:
            field_dict["reason"] = reason
        if tell_customer is not UNSET:
            field_dict["tell_customer"] = tell_customer

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_fee_minor(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        fee_minor = _parse_fee_minor(d.pop("fee_minor", UNSET))


        override_reason = d.pop("override_reason", UNSET)

        reason = d.pop("reason", UNSET)

        tell_customer = d.pop("tell_customer", UNSET)

        cancel_body = cls(
            fee_minor=fee_minor,
            override_reason=override_reason,
            reason=reason,
            tell_customer=tell_customer,
        )

        return cancel_body

