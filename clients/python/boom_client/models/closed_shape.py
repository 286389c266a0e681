from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.booking import Booking





T = TypeVar("T", bound="ClosedShape")



@_attrs_define
class ClosedShape:
    """ What a closing did: the special day's key, and the bookings it moved and called off.

        Attributes:
            cancelled (list[Booking]):
            moved (list[Booking]):
            special_day_id (int):
     """

    cancelled: list[Booking]
    moved: list[Booking]
    special_day_id: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.booking import Booking # noqa: PLC0415
        cancelled = []
        for cancelled_item_data in self.cancelled:
            cancelled_item = cancelled_item_data.to_dict()
            cancelled.append(cancelled_item)



        moved = []
        for moved_item_data in self.moved:
            moved_item = moved_item_data.to_dict()
            moved.append(moved_item)



        special_day_id = self.special_day_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "cancelled": cancelled,
            "moved": moved,
            "special_day_id": special_day_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.booking import Booking # noqa: PLC0415
        d = dict(src_dict)
        cancelled = []
        _cancelled = d.pop("cancelled")
        for cancelled_item_data in (_cancelled):
            cancelled_item = Booking.from_dict(cancelled_item_data)



            cancelled.append(cancelled_item)


        moved = []
        _moved = d.pop("moved")
        for moved_item_data in (_moved):
            moved_item = Booking.from_dict(moved_item_data)



            moved.append(moved_item)


        special_day_id = d.pop("special_day_id")

        closed_shape = cls(
            cancelled=cancelled,
            moved=moved,
            special_day_id=special_day_id,
        )


        closed_shape.additional_properties = d
        return closed_shape

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
