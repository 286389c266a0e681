from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.usage_shape_above_limit import UsageShapeAboveLimit
from typing import cast

if TYPE_CHECKING:
  from ..models.meter_shape import MeterShape





T = TypeVar("T", bound="UsageShape")



@_attrs_define
class UsageShape:
    """ What is used of the plan: rooms, and bookings of the present month.

        Attributes:
            above_limit (UsageShapeAboveLimit):
            meters (list[MeterShape]):
     """

    above_limit: UsageShapeAboveLimit
    meters: list[MeterShape]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.meter_shape import MeterShape # noqa: PLC0415
        above_limit = self.above_limit.value

        meters = []
        for meters_item_data in self.meters:
            meters_item = meters_item_data.to_dict()
            meters.append(meters_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "above_limit": above_limit,
            "meters": meters,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.meter_shape import MeterShape # noqa: PLC0415
        d = dict(src_dict)
        above_limit = UsageShapeAboveLimit(d.pop("above_limit"))




        meters = []
        _meters = d.pop("meters")
        for meters_item_data in (_meters):
            meters_item = MeterShape.from_dict(meters_item_data)



            meters.append(meters_item)


        usage_shape = cls(
            above_limit=above_limit,
            meters=meters,
        )


        usage_shape.additional_properties = d
        return usage_shape

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
