from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.report_query_by import ReportQueryBy
from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="ReportQuery")



@_attrs_define
class ReportQuery:
    """ By what.

        Attributes:
            by (ReportQueryBy | Unset): weekday: 0 is Monday, of the business night. Default: ReportQueryBy.ROOM.
            first (datetime.date | None | Unset):
            last (datetime.date | None | Unset):
            venue_id (int | None | Unset):
     """

    by: ReportQueryBy | Unset = ReportQueryBy.ROOM
    first: datetime.date | None | Unset = UNSET
    last: datetime.date | None | Unset = UNSET
    venue_id: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        by: str | Unset = UNSET
        if not isinstance(self.by, Unset):
            by = self.by.value


        first: None | str | Unset
        if isinstance(self.first, Unset):
            first = UNSET
        elif isinstance(self.first, datetime.date):
            first = self.first.isoformat()
        else:
            first = self.first

        last: None | str | Unset
        if isinstance(self.last, Unset):
            last = UNSET
        elif isinstance(self.last, datetime.date):
            last = self.last.isoformat()
        else:
            last = self.last

        venue_id: int | None | Unset
        if isinstance(self.venue_id, Unset):
            venue_id = UNSET
        else:
            venue_id = self.venue_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
        })
        if by is not UNSET:
            field_dict["by"] = by
        if first is not UNSET:
            field_dict["first"] = first
        if last is not UNSET:
            field_dict["last"] = last
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _by = d.pop("by", UNSET)
        by: ReportQueryBy | Unset
        if isinstance(_by,  Unset):
            by = UNSET
        else:
            by = ReportQueryBy(_by)




        def _parse_first(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                first_type_0 = datetime.date.fromisoformat(data)



                return first_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        first = _parse_first(d.pop("first", UNSET))


        def _parse_last(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_type_0 = datetime.date.fromisoformat(data)



                return last_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        last = _parse_last(d.pop("last", UNSET))


        def _parse_venue_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        venue_id = _parse_venue_id(d.pop("venue_id", UNSET))


        report_query = cls(
            by=by,
            first=first,
            last=last,
            venue_id=venue_id,
        )


        report_query.additional_properties = d
        return report_query

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
