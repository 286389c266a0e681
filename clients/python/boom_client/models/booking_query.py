from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.booking_query_order import BookingQueryOrder
from ..models.status import Status
from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="BookingQuery")



@_attrs_define
class BookingQuery:
    """ Which bookings.

        Attributes:
            cursor (None | str | Unset): `next_cursor` of the piece before; leave it out for the first.
            customer_id (int | None | Unset):
            fields (None | str | Unset): Only these, by name with commas between: `id,reference,starts_at`.
            limit (int | Unset): How many at the most. Default: 50.
            order (BookingQueryOrder | Unset):  Default: BookingQueryOrder.STARTS_AT.
            q (None | str | Unset): Part of a name, an address or a number.
            reference (None | str | Unset):
            room_id (int | None | Unset):
            series_id (int | None | Unset):
            starts_before (datetime.datetime | None | Unset):
            starts_from (datetime.datetime | None | Unset):
            status (None | Status | Unset):
            venue_id (int | None | Unset):
     """

    cursor: None | str | Unset = UNSET
    customer_id: int | None | Unset = UNSET
    fields: None | str | Unset = UNSET
    limit: int | Unset = 50
    order: BookingQueryOrder | Unset = BookingQueryOrder.STARTS_AT
    q: None | str | Unset = UNSET
    reference: None | str | Unset = UNSET
    room_id: int | None | Unset = UNSET
    series_id: int | None | Unset = UNSET
    starts_before: datetime.datetime | None | Unset = UNSET
    starts_from: datetime.datetime | None | Unset = UNSET
    status: None | Status | Unset = UNSET
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

        limit = self.limit

        order: str | Unset = UNSET
        if not isinstance(self.order, Unset):
            order = self.order.value


        q: None | str | Unset
        if isinstance(self.q, Unset):
            q = UNSET
        else:
            q = self.q

        reference: None | str | Unset
        if isinstance(self.reference, Unset):
            reference = UNSET
        else:
            reference = self.reference

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

        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        elif isinstance(self.status, Status):
            status = self.status.value
        else:
            status = self.status

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
        if limit is not UNSET:
            field_dict["limit"] = limit
        if order is not UNSET:
            field_dict["order"] = order
        if q is not UNSET:
            field_dict["q"] = q
        if reference is not UNSET:
            field_dict["reference"] = reference
        if room_id is not UNSET:
            field_dict["room_id"] = room_id
        if series_id is not UNSET:
            field_dict["series_id"] = series_id
        if starts_before is not UNSET:
            field_dict["starts_before"] = starts_before
        if starts_from is not UNSET:
            field_dict["starts_from"] = starts_from
        if status is not UNSET:
            field_dict["status"] = status
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


        limit = d.pop("limit", UNSET)

        _order = d.pop("order", UNSET)
        order: BookingQueryOrder | Unset
        if isinstance(_order,  Unset):
            order = UNSET
        else:
            order = BookingQueryOrder(_order)




        def _parse_q(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        q = _parse_q(d.pop("q", UNSET))


        def _parse_reference(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reference = _parse_reference(d.pop("reference", UNSET))


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


        def _parse_status(data: object) -> None | Status | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_0 = Status(data)



                return status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Status | Unset, data)

        status = _parse_status(d.pop("status", UNSET))


        def _parse_venue_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        venue_id = _parse_venue_id(d.pop("venue_id", UNSET))


        booking_query = cls(
            cursor=cursor,
            customer_id=customer_id,
            fields=fields,
            limit=limit,
            order=order,
            q=q,
            reference=reference,
            room_id=room_id,
            series_id=series_id,
            starts_before=starts_before,
            starts_from=starts_from,
            status=status,
            venue_id=venue_id,
        )


        booking_query.additional_properties = d
        return booking_query

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
