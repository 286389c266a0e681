from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.special import Special
  from ..models.stretch import Stretch





T = TypeVar("T", bound="Hours")



@_attrs_define
class Hours:
    """ When a venue is open.

        Attributes:
            special_days (list[Special]):
            time_zone (str):
            venue_id (int):
            weekly (list[Stretch]):
     """

    special_days: list[Special]
    time_zone: str
    venue_id: int
    weekly: list[Stretch]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.special import Special # noqa: PLC0415
        from ..models.stretch import Stretch # noqa: PLC0415
        special_days = []
        for special_days_item_data in self.special_days:
            special_days_item = special_days_item_data.to_dict()
            special_days.append(special_days_item)



        time_zone = self.time_zone

        venue_id = self.venue_id

        weekly = []
        for weekly_item_data in self.weekly:
            weekly_item = weekly_item_data.to_dict()
            weekly.append(weekly_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "special_days": special_days,
            "time_zone": time_zone,
            "venue_id": venue_id,
            "weekly": weekly,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.special import Special # noqa: PLC0415
        from ..models.stretch import Stretch # noqa: PLC0415
        d = dict(src_dict)
        special_days = []
        _special_days = d.pop("special_days")
        for special_days_item_data in (_special_days):
            special_days_item = Special.from_dict(special_days_item_data)



            special_days.append(special_days_item)


        time_zone = d.pop("time_zone")

        venue_id = d.pop("venue_id")

        weekly = []
        _weekly = d.pop("weekly")
        for weekly_item_data in (_weekly):
            weekly_item = Stretch.from_dict(weekly_item_data)



            weekly.append(weekly_item)


        hours = cls(
            special_days=special_days,
            time_zone=time_zone,
            venue_id=venue_id,
            weekly=weekly,
        )


        hours.additional_properties = d
        return hours

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
