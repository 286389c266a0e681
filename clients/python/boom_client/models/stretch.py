from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="Stretch")



@_attrs_define
class Stretch:
    """ One stretch of a weekday (0 is Monday); `closes` at or before `opens` is on the next day.

        Attributes:
            closes (str): On the venue's clock.
            opens (str): On the venue's clock.
            weekday (int):
            room_id (int | None | Unset): Where it is a room's own.
     """

    closes: str
    opens: str
    weekday: int
    room_id: int | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        closes = self.closes

        opens = self.opens

        weekday = self.weekday

        room_id: int | None | Unset
        if isinstance(self.room_id, Unset):
            room_id = UNSET
        else:
            room_id = self.room_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "closes": closes,
            "opens": opens,
            "weekday": weekday,
        })
        if room_id is not UNSET:
            field_dict["room_id"] = room_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        closes = d.pop("closes")

        opens = d.pop("opens")

        weekday = d.pop("weekday")

        def _parse_room_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        room_id = _parse_room_id(d.pop("room_id", UNSET))


        stretch = cls(
            closes=closes,
            opens=opens,
            weekday=weekday,
            room_id=room_id,
        )

        return stretch

