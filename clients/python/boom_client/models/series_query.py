from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="SeriesQuery")



@_attrs_define
class SeriesQuery:
    """ Which series; those that somebody ended only where they are asked for.

        Attributes:
            cursor (None | str | Unset): `next_cursor` of the piece before; leave it out for the first.
            customer_id (int | None | Unset):
            fields (None | str | Unset): Only these, by name with commas between: `id,reference,starts_at`.
            is_block (bool | None | Unset):
            is_ended (bool | Unset):  Default: False.
            limit (int | Unset): How many at the most. Default: 50.
            room_id (int | None | Unset):
            venue_id (int | None | Unset):
     """

    cursor: None | str | Unset = UNSET
    customer_id: int | None | Unset = UNSET
    fields: None | str | Unset = UNSET
    is_block: bool | None | Unset = UNSET
    is_ended: bool | Unset = False
    limit: int | Unset = 50
    room_id: int | None | Unset = UNSET
    venue_id: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        cursor: None | str | Unset
        if isinstance(self.cursor, Unset):
            cursor = UNSET
        else:
            cursor = self.cursor

        customer_id: int | None | Unset
        if isinstance(self.customer_id, Unset):
            customer_id = UNSET
        else:
            customer_id = self.customer_id

        fields: None | str | Unset
        if isinstance(self.fields, Unset):
            fields = UNSET
        else:
            fields = self.fields

        is_block: bool | None | Unset
        if isinstance(self.is_block, Unset):
            is_block = UNSET
        else:
            is_block = self.is_block

        is_ended = self.is_ended

        limit = self.limit

        room_id: int | None | Unset
        if isinstance(self.room_id, Unset):
            room_id = UNSET
        else:
            room_id = self.room_id

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
        if customer_id is not UNSET:
            field_dict["customer_id"] = customer_id
        if fields is not UNSET:
            field_dict["fields"] = fields
        if is_block is not UNSET:
            field_dict["is_block"] = is_block
        if is_ended is not UNSET:
            field_dict["is_ended"] = is_ended
        if limit is not UNSET:
            field_dict["limit"] = limit
        if room_id is not UNSET:
            field_dict["room_id"] = room_id
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


        def _parse_customer_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        customer_id = _parse_customer_id(d.pop("customer_id", UNSET))


        def _parse_fields(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        fields = _parse_fields(d.pop("fields", UNSET))


        def _parse_is_block(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_block = _parse_is_block(d.pop("is_block", UNSET))


        is_ended = d.pop("is_ended", UNSET)

        limit = d.pop("limit", UNSET)

        def _parse_room_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        room_id = _parse_room_id(d.pop("room_id", UNSET))


        def _parse_venue_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        venue_id = _parse_venue_id(d.pop("venue_id", UNSET))


        series_query = cls(
            cursor=cursor,
            customer_id=customer_id,
            fields=fields,
            is_block=is_block,
            is_ended=is_ended,
            limit=limit,
            room_id=room_id,
            venue_id=venue_id,
        )


        series_query.additional_properties = d
        return series_query

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
