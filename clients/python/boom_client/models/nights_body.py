from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime






T = TypeVar("T", bound="NightsBody")



@_attrs_define
class NightsBody:
    """ Of which nights, both included.

        Attributes:
            first_day (datetime.date): ISO 8601. A business night bears the date of its opening.
            last_day (datetime.date): ISO 8601. A business night bears the date of its opening.
            venue_id (int):
     """

    first_day: datetime.date
    last_day: datetime.date
    venue_id: int





    def to_dict(self) -> dict[str, Any]:
        first_day = self.first_day.isoformat()

        last_day = self.last_day.isoformat()

        venue_id = self.venue_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "first_day": first_day,
            "last_day": last_day,
            "venue_id": venue_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        first_day = datetime.date.fromisoformat(d.pop("first_day"))




        last_day = datetime.date.fromisoformat(d.pop("last_day"))




        venue_id = d.pop("venue_id")

        nights_body = cls(
            first_day=first_day,
            last_day=last_day,
            venue_id=venue_id,
        )

        return nights_body

