from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="BlockQuery")



@_attrs_define
class BlockQuery:
    """ Which blocks; released ones only where they are asked for.

        Attributes:
            cursor (None | str | Unset): `next_cursor` of the piece before; leave it out for the first.
            fields (None | str | Unset): Only these, by name with commas between: `id,reference,starts_at`.
            is_released (bool | Unset):  Default: False.
            limit (int | Unset): How many at the most. Default: 50.
            room_id (int | None | Unset):
            series_id (int | None | Unset):
            starts_before (datetime.datetime | None | Unset):
            starts_from (datetime.datetime | None | Unset):
            venue_id (int | None | Unset):
     """

    cursor: None | str | Unset = UNSET
    fields: None | str | Unset = UNSET
    is_released: bool | Unset = False
    limit: int | Unset = 50
    room_id: int | None | Unset = UNSET
    series_id: int | None | Unset = UNSET
    starts_before: datetime.datetime | None | Unset = UNSET
    starts_from: datetime.datetime | None | Unset = UNSET
    venue_id: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        cursor: None | str | Unset
        if isinstance(self.cursor, Unset):
            cursor = UNSET
        else:
            cursor = self.cursor

        fields: None | str | Unset
        if isinstance(self.fields, Unset):
            fields = UNSET
        else:
            fields = self.fields

        is_released = self.is_released

        limit = self.limit

        room_id: int | None | Unset
        if isinstance(self.room_id, Unset):
            room_id = UNSET
        else:
            room_id = self.room_id

        series_id: int | None | Unset
        if isinstance(self.series_id, Unset):
            series_id = UNSET
        else:
            series_id = self.series_id

        starts_before: None | str | Unset
        if isinstance(self.starts_before, Unset):
            starts_before = UNSET
        elif isinstance(self.starts_before, datetime.datetime):
            starts_before = self.starts_before.isoformat()
        else:
            starts_before = self.starts_before

        starts_from: None | str | Unset
        if isinstance(self.starts_from, Unset):
            starts_from = UNSET
        elif isinstance(self.starts_from, datetime.datetime):
            starts_from = self.starts_from.isoformat()
        else:
            starts_from = self.starts_from

        venue_id: int | None | Unset
        if isinstance(self.venue_id, Unset):
            venue_id = UNSET
        else:
            venue_id = self.venue_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
        })
        if cursor is not UNSET:
            field_dict["cursor"] = cursor
        if fields is not UNSET:
            field_dict["fields"] = fields
        if is_released is not UNSET:
            field_dict["is_released"] = is_released
        if limit is not UNSET:
            field_dict["limit"] = limit
        if room_id is not UNSET:
            field_dict["room_id"] = room_id
        if series_id is not UNSET:
            field_dict["series_id"] = series_id
        if starts_before is not UNSET:
            field_dict["starts_before"] = starts_before
        if starts_from is not UNSET:
            field_dict["starts_from"] = starts_from
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_cursor(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cursor = _parse_cursor(d.pop("cursor", UNSET))


        def _parse_fields(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        fields = _parse_fields(d.pop("fields", UNSET))


        is_released = d.pop("is_released", UNSET)

        limit = d.pop("limit", UNSET)

        def _parse_room_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        room_id = _parse_room_id(d.pop("room_id", UNSET))


        def _parse_series_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        series_id = _parse_series_id(d.pop("series_id", UNSET))


        def _parse_starts_before(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                starts_before_type_0 = datetime.datetime.fromisoformat(data)



                return starts_before_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        starts_before = _parse_starts_before(d.pop("starts_before", UNSET))


        def _parse_starts_from(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                starts_from_type_0 = datetime.datetime.fromisoformat(data)



                return starts_from_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        starts_from = _parse_starts_from(d.pop("starts_from", UNSET))


        def _parse_venue_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        venue_id = _parse_venue_id(d.pop("venue_id", UNSET))


        block_query = cls(
            cursor=cursor,
            fields=fields,
            is_released=is_released,
            limit=limit,
            room_id=room_id,
            series_id=series_id,
            starts_before=starts_before,
            starts_from=starts_from,
            venue_id=venue_id,
        )


        block_query.additional_properties = d
        return block_query

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
