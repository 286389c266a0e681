from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.method import Method
from ..models.payment_query_order import PaymentQueryOrder
from ..models.payment_state import PaymentState
from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="PaymentQuery")



@_attrs_define
class PaymentQuery:
    """ Which payments.

        Attributes:
            booking_id (int | None | Unset):
            cursor (None | str | Unset): `next_cursor` of the piece before; leave it out for the first.
            fields (None | str | Unset): Only these, by name with commas between: `id,reference,starts_at`.
            limit (int | Unset): How many at the most. Default: 50.
            method (Method | None | Unset):
            order (PaymentQueryOrder | Unset):  Default: PaymentQueryOrder.VALUE_1.
            state (None | PaymentState | Unset):
            taken_before (datetime.datetime | None | Unset):
            taken_from (datetime.datetime | None | Unset):
            venue_id (int | None | Unset):
     """

    booking_id: int | None | Unset = UNSET
    cursor: None | str | Unset = UNSET
    fields: None | str | Unset = UNSET
    limit: int | Unset = 50
    method: Method | None | Unset = UNSET
    order: PaymentQueryOrder | Unset = PaymentQueryOrder.VALUE_1
    state: None | PaymentState | Unset = UNSET
    taken_before: datetime.datetime | None | Unset = UNSET
    taken_from: datetime.datetime | None | Unset = UNSET
    venue_id: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        booking_id: int | None | Unset
        if isinstance(self.booking_id, Unset):
            booking_id = UNSET
        else:
            booking_id = self.booking_id

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

        limit = self.limit

        method: None | str | Unset
        if isinstance(self.method, Unset):
            method = UNSET
        elif isinstance(self.method, Method):
            method = self.method.value
        else:
            method = self.method

        order: str | Unset = UNSET
        if not isinstance(self.order, Unset):
            order = self.order.value


        state: None | str | Unset
        if isinstance(self.state, Unset):
            state = UNSET
        elif isinstance(self.state, PaymentState):
            state = self.state.value
        else:
            state = self.state

        taken_before: None | str | Unset
        if isinstance(self.taken_before, Unset):
            taken_before = UNSET
        elif isinstance(self.taken_before, datetime.datetime):
            taken_before = self.taken_before.isoformat()
        else:
            taken_before = self.taken_before

        taken_from: None | str | Unset
        if isinstance(self.taken_from, Unset):
            taken_from = UNSET
        elif isinstance(self.taken_from, datetime.datetime):
            taken_from = self.taken_from.isoformat()
        else:
            taken_from = self.taken_from

        venue_id: int | None | Unset
        if isinstance(self.venue_id, Unset):
            venue_id = UNSET
        else:
            venue_id = self.venue_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
        })
        if booking_id is not UNSET:
            field_dict["booking_id"] = booking_id
        if cursor is not UNSET:
            field_dict["cursor"] = cursor
        if fields is not UNSET:
            field_dict["fields"] = fields
        if limit is not UNSET:
            field_dict["limit"] = limit
        if method is not UNSET:
            field_dict["method"] = method
        if order is not UNSET:
            field_dict["order"] = order
        if state is not UNSET:
            field_dict["state"] = state
        if taken_before is not UNSET:
            field_dict["taken_before"] = taken_before
        if taken_from is not UNSET:
            field_dict["taken_from"] = taken_from
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_booking_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        booking_id = _parse_booking_id(d.pop("booking_id", UNSET))


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


        limit = d.pop("limit", UNSET)

        def _parse_method(data: object) -> Method | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                method_type_0 = Method(data)



                return method_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Method | None | Unset, data)

        method = _parse_method(d.pop("method", UNSET))


        _order = d.pop("order", UNSET)
        order: PaymentQueryOrder | Unset
        if isinstance(_order,  Unset):
            order = UNSET
        else:
            order = PaymentQueryOrder(_order)




        def _parse_state(data: object) -> None | PaymentState | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                state_type_0 = PaymentState(data)



                return state_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PaymentState | Unset, data)

        state = _parse_state(d.pop("state", UNSET))


        def _parse_taken_before(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                taken_before_type_0 = datetime.datetime.fromisoformat(data)



                return taken_before_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        taken_before = _parse_taken_before(d.pop("taken_before", UNSET))


        def _parse_taken_from(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                taken_from_type_0 = datetime.datetime.fromisoformat(data)



                return taken_from_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        taken_from = _parse_taken_from(d.pop("taken_from", UNSET))


        def _parse_venue_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        venue_id = _parse_venue_id(d.pop("venue_id", UNSET))


        payment_query = cls(
            booking_id=booking_id,
            cursor=cursor,
            fields=fields,
            limit=limit,
            method=method,
            order=order,
            state=state,
            taken_before=taken_before,
            taken_from=taken_from,
            venue_id=venue_id,
        )


        payment_query.additional_properties = d
        return payment_query

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
