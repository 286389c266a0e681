from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.upgrade_shape_state import UpgradeShapeState
from typing import cast






T = TypeVar("T", bound="UpgradeShape")



@_attrs_define
class UpgradeShape:
    """ What came of it: done, or a page of Stripe's on which the owner subscribes.

        Attributes:
            pay_url (None | str):
            state (UpgradeShapeState):
     """

    pay_url: None | str
    state: UpgradeShapeState
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        pay_url: None | str
        pay_url = self.pay_url

        state = self.state.value


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "pay_url": pay_url,
            "state": state,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_pay_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        pay_url = _parse_pay_url(d.pop("pay_url"))


        state = UpgradeShapeState(d.pop("state"))




        upgrade_shape = cls(
            pay_url=pay_url,
            state=state,
        )


        upgrade_shape.additional_properties = d
        return upgrade_shape

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
