from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.source import Source
from ..models.status import Status
from ..types import UNSET, Unset
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.amount import Amount
  from ..models.booking_answers import BookingAnswers
  from ..models.price_line import PriceLine
  from ..models.whom import Whom





T = TypeVar("T", bound="Booking")



@_attrs_define
class Booking:
    """ A booking.

        Attributes:
            id (int):
            answers (BookingAnswers | Unset):
            cancellation_reason (str | Unset):
            cancelled_at (datetime.datetime | None | Unset):
            checked_in_at (datetime.datetime | None | Unset):
            checked_out_at (datetime.datetime | None | Unset):
            created_at (datetime.datetime | Unset):
            customer (None | Unset | Whom):
            ends_at (datetime.datetime | Unset):
            fee_minor (int | None | Unset): What is kept after a cancellation or no-show.
            group_reference (str | Unset):
            guest_name (str | Unset):
            note (str | Unset):
            party_size (int | None | Unset):
            placed (bool | Unset): False for an imported booking that clashes and waits for a room.
            price_lines (list[PriceLine] | Unset):
            reference (str | Unset): What people call it by.
            room (str | Unset): The room's name.
            room_id (int | Unset):
            series_id (int | None | Unset):
            source (Source | Unset): Through which door a booking came.
            staff_note (str | Unset):
            starts_at (datetime.datetime | Unset):
            status (Status | Unset): Where an occupancy stands. The last two belong to blocks, the others to bookings.
            total (Amount | None | Unset):
            venue_id (int | Unset):
            version (int | Unset): Goes up with every change; the ETag.
     """

    id: int
    answers: BookingAnswers | Unset = UNSET
    cancellation_reason: str | Unset = UNSET
    cancelled_at: datetime.datetime | None | Unset = UNSET
    checked_in_at: datetime.datetime | None | Unset = UNSET
    checked_out_at: datetime.datetime | None | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    customer: None | Unset | Whom = UNSET
    ends_at: datetime.datetime | Unset = UNSET
    fee_minor: int | None | Unset = UNSET
    group_reference: str | Unset = UNSET
    guest_name: str | Unset = UNSET
    note: str | Unset = UNSET
    party_size: int | None | Unset = UNSET
    placed: bool | Unset = UNSET
    price_lines: list[PriceLine] | Unset = UNSET
    reference: str | Unset = UNSET
    room: str | Unset = UNSET
    room_id: int | Unset = UNSET
    series_id: int | None | Unset = UNSET
    source: Source | Unset = UNSET
    staff_note: str | Unset = UNSET
    starts_at: datetime.datetime | Unset = UNSET
    status: Status | Unset = UNSET
    total: Amount | None | Unset = UNSET
    venue_id: int | Unset = UNSET
    version: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.amount import Amount # noqa: PLC0415
        from ..models.booking_answers import BookingAnswers # noqa: PLC0415
        from ..models.price_line import PriceLine # noqa: PLC0415
        from ..models.whom import Whom # noqa: PLC0415
        id = self.id

        answers: dict[str, Any] | Unset = UNSET
        if not isinstance(self.answers, Unset):
            answers = self.answers.to_dict()

        cancellation_reason = self.cancellation_reason

        cancelled_at: None | str | Unset
        if isinstance(self.cancelled_at, Unset):
            cancelled_at = UNSET
        elif isinstance(self.cancelled_at, datetime.datetime):
            cancelled_at = self.cancelled_at.isoformat()
        else:
            cancelled_at = self.cancelled_at

        checked_in_at: None | str | Unset
        if isinstance(self.checked_in_at, Unset):
            checked_in_at = UNSET
        elif isinstance(self.checked_in_at, datetime.datetime):
            checked_in_at = self.checked_in_at.isoformat()
        else:
            checked_in_at = self.checked_in_at

        checked_out_at: None | str | Unset
        if isinstance(self.checked_out_at, Unset):
            checked_out_at = UNSET
        elif isinstance(self.checked_out_at, datetime.datetime):
            checked_out_at = self.checked_out_at.isoformat()
        else:
            checked_out_at = self.checked_out_at

        created_at: str | Unset = UNSET
        if not isinstance(self.created_at, Unset):
            created_at = self.created_at.isoformat()

        customer: dict[str, Any] | None | Unset
        if isinstance(self.customer, Unset):
            customer = UNSET
        elif isinstance(self.customer, Whom):
            customer = self.customer.to_dict()
        else:
            customer = self.customer

        ends_at: str | Unset = UNSET
        if not isinstance(self.ends_at, Unset):
            ends_at = self.ends_at.isoformat()

        fee_minor: int | None | Unset
        if isinstance(self.fee_minor, Unset):
            fee_minor = UNSET
        else:
            fee_minor = self.fee_minor

        group_reference = self.group_reference

        guest_name = self.guest_name

        note = self.note

        party_size: int | None | Unset
        if isinstance(self.party_size, Unset):
            party_size = UNSET
        else:
            party_size = self.party_size

        placed = self.placed

        price_lines: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.price_lines, Unset):
            price_lines = []
            for price_lines_item_data in self.price_lines:
                price_lines_item = price_lines_item_data.to_dict()
                price_lines.append(price_lines_item)



        reference = self.reference

        room = self.room

        room_id = self.room_id

        series_id: int | None | Unset
        if isinstance(self.series_id, Unset):
            series_id = UNSET
        else:
            series_id = self.series_id

        source: str | Unset = UNSET
        if not isinstance(self.source, Unset):
            source = self.source.value


        staff_note = self.staff_note

        starts_at: str | Unset = UNSET
        if not isinstance(self.starts_at, Unset):
            starts_at = self.starts_at.isoformat()

        status: str | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status.value


        total: dict[str, Any] | None | Unset
        if isinstance(self.total, Unset):
            total = UNSET
        elif isinstance(self.total, Amount):
            total = self.total.to_dict()
        else:
            total = self.total

        venue_id = self.venue_id

        version = self.version


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
        })
        if answers is not UNSET:
            field_dict["answers"] = answers
        if cancellation_reason is not UNSET:
            field_dict["cancellation_reason"] = cancellation_reason
        if cancelled_at is not UNSET:
            field_dict["cancelled_at"] = cancelled_at
        if checked_in_at is not UNSET:
            field_dict["checked_in_at"] = checked_in_at
        if checked_out_at is not UNSET:
            field_dict["checked_out_at"] = checked_out_at
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if customer is not UNSET:
            field_dict["customer"] = customer
        if ends_at is not UNSET:
            field_dict["ends_at"] = ends_at
        if fee_minor is not UNSET:
            field_dict["fee_minor"] = fee_minor
        if group_reference is not UNSET:
            field_dict["group_reference"] = group_reference
        if guest_name is not UNSET:
            field_dict["guest_name"] = guest_name
        if note is not UNSET:
            field_dict["note"] = note
        if party_size is not UNSET:
            field_dict["party_size"] = party_size
        if placed is not UNSET:
            field_dict["placed"] = placed
        if price_lines is not UNSET:
            field_dict["price_lines"] = price_lines
        if reference is not UNSET:
            field_dict["reference"] = reference
        if room is not UNSET:
            field_dict["room"] = room
        if room_id is not UNSET:
            field_dict["room_id"] = room_id
        if series_id is not UNSET:
            field_dict["series_id"] = series_id
        if source is not UNSET:
            field_dict["source"] = source
        if staff_note is not UNSET:
            field_dict["staff_note"] = staff_note
        if starts_at is not UNSET:
            field_dict["starts_at"] = starts_at
        if status is not UNSET:
            field_dict["status"] = status
        if total is not UNSET:
            field_dict["total"] = total
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id
        if version is not UNSET:
            field_dict["version"] = version

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.amount import Amount # noqa: PLC0415
        from ..models.booking_answers import BookingAnswers # noqa: PLC0415
        from ..models.price_line import PriceLine # noqa: PLC0415
        from ..models.whom import Whom # noqa: PLC0415
        d = dict(src_dict)
        id = d.pop("id")

        _answers = d.pop("answers", UNSET)
        answers: BookingAnswers | Unset
        if isinstance(_answers,  Unset):
            answers = UNSET
        else:
            answers = BookingAnswers.from_dict(_answers)




        cancellation_reason = d.pop("cancellation_reason", UNSET)

        def _parse_cancelled_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                cancelled_at_type_0 = datetime.datetime.fromisoformat(data)



                return cancelled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        cancelled_at = _parse_cancelled_at(d.pop("cancelled_at", UNSET))


        def _parse_checked_in_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                checked_in_at_type_0 = datetime.datetime.fromisoformat(data)



                return checked_in_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        checked_in_at = _parse_checked_in_at(d.pop("checked_in_at", UNSET))


        def _parse_checked_out_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                checked_out_at_type_0 = datetime.datetime.fromisoformat(data)



                return checked_out_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        checked_out_at = _parse_checked_out_at(d.pop("checked_out_at", UNSET))


        _created_at = d.pop("created_at", UNSET)
        created_at: datetime.datetime | Unset
        if isinstance(_created_at,  Unset):
            created_at = UNSET
        else:
            created_at = datetime.datetime.fromisoformat(_created_at)




        def _parse_customer(data: object) -> None | Unset | Whom:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                customer_type_0 = Whom.from_dict(data)



                return customer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | Whom, data)

        customer = _parse_customer(d.pop("customer", UNSET))


        _ends_at = d.pop("ends_at", UNSET)
        ends_at: datetime.datetime | Unset
        if isinstance(_ends_at,  Unset):
            ends_at = UNSET
        else:
            ends_at = datetime.datetime.fromisoformat(_ends_at)




        def _parse_fee_minor(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        fee_minor = _parse_fee_minor(d.pop("fee_minor", UNSET))


        group_reference = d.pop("group_reference", UNSET)

        guest_name = d.pop("guest_name", UNSET)

        note = d.pop("note", UNSET)

        def _parse_party_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        party_size = _parse_party_size(d.pop("party_size", UNSET))


        placed = d.pop("placed", UNSET)

        _price_lines = d.pop("price_lines", UNSET)
        price_lines: list[PriceLine] | Unset = UNSET
        if _price_lines is not UNSET:
            price_lines = []
            for price_lines_item_data in _price_lines:
                price_lines_item = PriceLine.from_dict(price_lines_item_data)



                price_lines.append(price_lines_item)


        reference = d.pop("reference", UNSET)

        room = d.pop("room", UNSET)

        room_id = d.pop("room_id", UNSET)

        def _parse_series_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        series_id = _parse_series_id(d.pop("series_id", UNSET))


        _source = d.pop("source", UNSET)
        source: Source | Unset
        if isinstance(_source,  Unset):
            source = UNSET
        else:
            source = Source(_source)




        staff_note = d.pop("staff_note", UNSET)

        _starts_at = d.pop("starts_at", UNSET)
        starts_at: datetime.datetime | Unset
        if isinstance(_starts_at,  Unset):
            starts_at = UNSET
        else:
            starts_at = datetime.datetime.fromisoformat(_starts_at)




        _status = d.pop("status", UNSET)
        status: Status | Unset
        if isinstance(_status,  Unset):
            status = UNSET
        else:
            status = Status(_status)




        def _parse_total(data: object) -> Amount | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                total_type_0 = Amount.from_dict(data)



                return total_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Amount | None | Unset, data)

        total = _parse_total(d.pop("total", UNSET))


        venue_id = d.pop("venue_id", UNSET)

        version = d.pop("version", UNSET)

        booking = cls(
            id=id,
            answers=answers,
            cancellation_reason=cancellation_reason,
            cancelled_at=cancelled_at,
            checked_in_at=checked_in_at,
            checked_out_at=checked_out_at,
            created_at=created_at,
            customer=customer,
            ends_at=ends_at,
            fee_minor=fee_minor,
            group_reference=group_reference,
            guest_name=guest_name,
            note=note,
            party_size=party_size,
            placed=placed,
            price_lines=price_lines,
            reference=reference,
            room=room,
            room_id=room_id,
            series_id=series_id,
            source=source,
            staff_note=staff_note,
            starts_at=starts_at,
            status=status,
            total=total,
            venue_id=venue_id,
            version=version,
        )


        booking.additional_properties = d
        return booking

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
