from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime






T = TypeVar("T", bound="NewBroadcast")



@_attrs_define
class NewBroadcast:
    """ What is said to whom.

        Attributes:
            body (str):
            first_day (datetime.date): ISO 8601. A business night bears the date of its opening.
            last_day (datetime.date): ISO 8601. A business night bears the date of its opening.
            subject (str):
            venue_id (int):
     """

    body: str
    first_day: datetime.date
    last_day: datetime.date
    subject: str
    venue_id: int





    def to_dict(self) -> dict[str, Any]:
        body = self.body

        first_day = self.first_day.isoformat()

        last_day = self.last_day.isoformat()

        subject = self.subject

        venue_id = self.venue_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "body": body,
            "first_day": first_day,
            "last_day": last_day,
            "subject": subject,
            "venue_id": venue_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        body = d.pop("body")

        first_day = datetime.date.fromisoformat(d.pop("first_day"))




        last_day = datetime.date.fromisoformat(d.pop("last_day"))




        subject = d.pop("subject")

        venue_id = d.pop("venue_id")

        new_broadcast = cls(
            body=body,
            first_day=first_day,
            last_day=last_day,
            subject=subject,
            venue_id=venue_id,
        )

        return new_broadcast

