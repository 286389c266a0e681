from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.stretch import Stretch





T = TypeVar("T", bound="HoursBody")



@_attrs_define
class HoursBody:
    """ The weekly hours of a venue, or of one room of it, whole.

        Attributes:
            weekly (list[Stretch]):
            room_id (int | None | Unset):
     """

    weekly: list[Stretch]
    room_id: int | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.stretch import Stretch # noqa: PLC0415
        weekly = []
        for weekly_item_data in self.weekly:
            weekly_item = weekly_item_data.to_dict()
            weekly.append(weekly_item)



        room_id: int | None | Unset
        if isinstance(self.room_id, Unset):
            room_id = UNSET
        else:
            room_id = self.room_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "weekly": weekly,
        })
        if room_id is not UNSET:
            field_dict["room_id"] = room_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.stretch import Stretch # noqa: PLC0415
        d = dict(src_dict)
        weekly = []
        _weekly = d.pop("weekly")
        for weekly_item_data in (_weekly):
            weekly_item = Stretch.from_dict(weekly_item_data)



            weekly.append(weekly_item)


        def _parse_room_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        room_id = _parse_room_id(d.pop("room_id", UNSET))


        hours_body = cls(
            weekly=weekly,
            room_id=room_id,
        )

        return hours_body

