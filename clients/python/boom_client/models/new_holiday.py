from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="NewHoliday")



@_attrs_define
class NewHoliday:
    """ A date; once more changes its name.

        Attributes:
            day (datetime.date): ISO 8601. A business night bears the date of its opening.
            venue_id (int):
            name (str | Unset):  Default: ''.
     """

    day: datetime.date
    venue_id: int
    name: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        day = self.day.isoformat()

        venue_id = self.venue_id

        name = self.name


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "day": day,
            "venue_id": venue_id,
        })
        if name is not UNSET:
            field_dict["name"] = name

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        day = datetime.date.fromisoformat(d.pop("day"))




        venue_id = d.pop("venue_id")

        name = d.pop("name", UNSET)

        new_holiday = cls(
            day=day,
            venue_id=venue_id,
            name=name,
        )

        return new_holiday

