from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.whole_shape import WholeShape





T = TypeVar("T", bound="Dashboard")



@_attrs_define
class Dashboard:
    """ Some nights, beside as many before them.

        Attributes:
            before (WholeShape): With what could have been sold.
            currency (str):
            first (datetime.date):
            last (datetime.date):
            present (WholeShape): With what could have been sold.
            venue_id (int):
     """

    before: WholeShape
    currency: str
    first: datetime.date
    last: datetime.date
    present: WholeShape
    venue_id: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.whole_shape import WholeShape # noqa: PLC0415
        before = self.before.to_dict()

        currency = self.currency

        first = self.first.isoformat()

        last = self.last.isoformat()

        present = self.present.to_dict()

        venue_id = self.venue_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "before": before,
            "currency": currency,
            "first": first,
            "last": last,
            "present": present,
            "venue_id": venue_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.whole_shape import WholeShape # noqa: PLC0415
        d = dict(src_dict)
        before = WholeShape.from_dict(d.pop("before"))




        currency = d.pop("currency")

        first = datetime.date.fromisoformat(d.pop("first"))




        last = datetime.date.fromisoformat(d.pop("last"))




        present = WholeShape.from_dict(d.pop("present"))




        venue_id = d.pop("venue_id")

        dashboard = cls(
            before=before,
            currency=currency,
            first=first,
            last=last,
            present=present,
            venue_id=venue_id,
        )


        dashboard.additional_properties = d
        return dashboard

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
