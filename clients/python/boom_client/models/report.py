from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.figures_shape import FiguresShape
  from ..models.report_line import ReportLine





T = TypeVar("T", bound="Report")



@_attrs_define
class Report:
    """ Figures by group; their sum is the total.

        Attributes:
            by (str):
            currency (str):
            first (datetime.date):
            last (datetime.date):
            lines (list[ReportLine]):
            total (FiguresShape): What some bookings come to. Sold are confirmed, checked-in and finished ones.
            venue_id (int):
     """

    by: str
    currency: str
    first: datetime.date
    last: datetime.date
    lines: list[ReportLine]
    total: FiguresShape
    venue_id: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.figures_shape import FiguresShape # noqa: PLC0415
        from ..models.report_line import ReportLine # noqa: PLC0415
        by = self.by

        currency = self.currency

        first = self.first.isoformat()

        last = self.last.isoformat()

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)



        total = self.total.to_dict()

        venue_id = self.venue_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "by": by,
            "currency": currency,
            "first": first,
            "last": last,
            "lines": lines,
            "total": total,
            "venue_id": venue_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.figures_shape import FiguresShape # noqa: PLC0415
        from ..models.report_line import ReportLine # noqa: PLC0415
        d = dict(src_dict)
        by = d.pop("by")

        currency = d.pop("currency")

        first = datetime.date.fromisoformat(d.pop("first"))




        last = datetime.date.fromisoformat(d.pop("last"))




        lines = []
        _lines = d.pop("lines")
        for lines_item_data in (_lines):
            lines_item = ReportLine.from_dict(lines_item_data)



            lines.append(lines_item)


        total = FiguresShape.from_dict(d.pop("total"))




        venue_id = d.pop("venue_id")

        report = cls(
            by=by,
            currency=currency,
            first=first,
            last=last,
            lines=lines,
            total=total,
            venue_id=venue_id,
        )


        report.additional_properties = d
        return report

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
