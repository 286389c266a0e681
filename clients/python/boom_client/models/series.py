from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.missed import Missed





T = TypeVar("T", bound="Series")



@_attrs_define
class Series:
    """ What repeats. Its nights are the bookings, or blocks, with its `series_id`.

        Attributes:
            id (int):
            created_at (datetime.datetime | Unset):
            customer_id (int | None | Unset):
            ended_at (datetime.datetime | None | Unset):
            first_on (datetime.date | Unset):
            follows_id (int | None | Unset): The series that this one goes on from.
            guest_name (str | Unset):
            is_block (bool | Unset):
            left_out (list[datetime.date] | Unset):
            minutes (int | Unset):
            missed (list[Missed] | Unset):
            note (str | Unset):
            party_size (int | None | Unset):
            planned_until (datetime.date | Unset):
            reason (str | Unset):
            room_id (int | Unset):
            rule (str | Unset): RFC 5545, over business nights.
            source (str | Unset):
            staff_note (str | Unset):
            start (str | Unset): The time of the night: 24:30 is half past midnight.
            venue_id (int | Unset):
            version (int | Unset):
     """

    id: int
    created_at: datetime.datetime | Unset = UNSET
    customer_id: int | None | Unset = UNSET
    ended_at: datetime.datetime | None | Unset = UNSET
    first_on: datetime.date | Unset = UNSET
    follows_id: int | None | Unset = UNSET
    guest_name: str | Unset = UNSET
    is_block: bool | Unset = UNSET
    left_out: list[datetime.date] | Unset = UNSET
    minutes: int | Unset = UNSET
    missed: list[Missed] | Unset = UNSET
    note: str | Unset = UNSET
    party_size: int | None | Unset = UNSET
    planned_until: datetime.date | Unset = UNSET
    reason: str | Unset = UNSET
    room_id: int | Unset = UNSET
    rule: str | Unset = UNSET
    source: str | Unset = UNSET
    staff_note: str | Unset = UNSET
    start: str | Unset = UNSET
    venue_id: int | Unset = UNSET
    version: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.missed import Missed # noqa: PLC0415
        id = self.id

        created_at: str | Unset = UNSET
        if not isinstance(self.created_at, Unset):
            created_at = self.created_at.isoformat()

        customer_id: int | None | Unset
        if isinstance(self.customer_id, Unset):
            customer_id = UNSET
        else:
            customer_id = self.customer_id

        ended_at: None | str | Unset
        if isinstance(self.ended_at, Unset):
            ended_at = UNSET
        elif isinstance(self.ended_at, datetime.datetime):
            ended_at = self.ended_at.isoformat()
        else:
            ended_at = self.ended_at

        first_on: str | Unset = UNSET
        if not isinstance(self.first_on, Unset):
            first_on = self.first_on.isoformat()

        follows_id: int | None | Unset
        if isinstance(self.follows_id, Unset):
            follows_id = UNSET
        else:
            follows_id = self.follows_id

        guest_name = self.guest_name

        is_block = self.is_block

        left_out: list[str] | Unset = UNSET
        if not isinstance(self.left_out, Unset):
            left_out = []
            for left_out_item_data in self.left_out:
                left_out_item = left_out_item_data.isoformat()
                left_out.append(left_out_item)



        minutes = self.minutes

        missed: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.missed, Unset):
            missed = []
            for missed_item_data in self.missed:
                missed_item = missed_item_data.to_dict()
                missed.append(missed_item)



        note = self.note

        party_size: int | None | Unset
        if isinstance(self.party_size, Unset):
            party_size = UNSET
        else:
            party_size = self.party_size

        planned_until: str | Unset = UNSET
        if not isinstance(self.planned_until, Unset):
            planned_until = self.planned_until.isoformat()

        reason = self.reason

        room_id = self.room_id

        rule = self.rule

        source = self.source

        staff_note = self.staff_note

        start = self.start

        venue_id = self.venue_id

        version = self.version


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
        })
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if customer_id is not UNSET:
            field_dict["customer_id"] = customer_id
        if ended_at is not UNSET:
            field_dict["ended_at"] = ended_at
        if first_on is not UNSET:
            field_dict["first_on"] = first_on
        if follows_id is not UNSET:
            field_dict["follows_id"] = follows_id
        if guest_name is not UNSET:
            field_dict["guest_name"] = guest_name
        if is_block is not UNSET:
            field_dict["is_block"] = is_block
        if left_out is not UNSET:
            field_dict["left_out"] = left_out
        if minutes is not UNSET:
            field_dict["minutes"] = minutes
        if missed is not UNSET:
            field_dict["missed"] = missed
        if note is not UNSET:
            field_dict["note"] = note
        if party_size is not UNSET:
            field_dict["party_size"] = party_size
        if planned_until is not UNSET:
            field_dict["planned_until"] = planned_until
        if reason is not UNSET:
            field_dict["reason"] = reason
        if room_id is not UNSET:
            field_dict["room_id"] = room_id
        if rule is not UNSET:
            field_dict["rule"] = rule
        if source is not UNSET:
            field_dict["source"] = source
        if staff_note is not UNSET:
            field_dict["staff_note"] = staff_note
        if start is not UNSET:
            field_dict["start"] = start
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id
        if version is not UNSET:
            field_dict["version"] = version

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.missed import Missed # noqa: PLC0415
        d = dict(src_dict)
        id = d.pop("id")

        _created_at = d.pop("created_at", UNSET)
        created_at: datetime.datetime | Unset
        if isinstance(_created_at,  Unset):
            created_at = UNSET
        else:
            created_at = datetime.datetime.fromisoformat(_created_at)




        def _parse_customer_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        customer_id = _parse_customer_id(d.pop("customer_id", UNSET))


        def _parse_ended_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_at_type_0 = datetime.datetime.fromisoformat(data)



                return ended_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        ended_at = _parse_ended_at(d.pop("ended_at", UNSET))


        _first_on = d.pop("first_on", UNSET)
        first_on: datetime.date | Unset
        if isinstance(_first_on,  Unset):
            first_on = UNSET
        else:
            first_on = datetime.date.fromisoformat(_first_on)




        def _parse_follows_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        follows_id = _parse_follows_id(d.pop("follows_id", UNSET))


        guest_name = d.pop("guest_name", UNSET)

        is_block = d.pop("is_block", UNSET)

        _left_out = d.pop("left_out", UNSET)
        left_out: list[datetime.date] | Unset = UNSET
        if _left_out is not UNSET:
            left_out = []
            for left_out_item_data in _left_out:
                left_out_item = datetime.date.fromisoformat(left_out_item_data)



                left_out.append(left_out_item)


        minutes = d.pop("minutes", UNSET)

        _missed = d.pop("missed", UNSET)
        missed: list[Missed] | Unset = UNSET
        if _missed is not UNSET:
            missed = []
            for missed_item_data in _missed:
                missed_item = Missed.from_dict(missed_item_data)



                missed.append(missed_item)


        note = d.pop("note", UNSET)

        def _parse_party_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        party_size = _parse_party_size(d.pop("party_size", UNSET))


        _planned_until = d.pop("planned_until", UNSET)
        planned_until: datetime.date | Unset
        if isinstance(_planned_until,  Unset):
            planned_until = UNSET
        else:
            planned_until = datetime.date.fromisoformat(_planned_until)




        reason = d.pop("reason", UNSET)

        room_id = d.pop("room_id", UNSET)

        rule = d.pop("rule", UNSET)

        source = d.pop("source", UNSET)

        staff_note = d.pop("staff_note", UNSET)

        start = d.pop("start", UNSET)

        venue_id = d.pop("venue_id", UNSET)

        version = d.pop("version", UNSET)

        series = cls(
            id=id,
            created_at=created_at,
            customer_id=customer_id,
            ended_at=ended_at,
            first_on=first_on,
            follows_id=follows_id,
            guest_name=guest_name,
            is_block=is_block,
            left_out=left_out,
            minutes=minutes,
            missed=missed,
            note=note,
            party_size=party_size,
            planned_until=planned_until,
            reason=reason,
            room_id=room_id,
            rule=rule,
            source=source,
            staff_note=staff_note,
            start=start,
            venue_id=venue_id,
            version=version,
        )


        series.additional_properties = d
        return series

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
