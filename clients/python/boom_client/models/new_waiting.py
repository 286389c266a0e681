from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="NewWaiting")



@_attrs_define
class NewWaiting:
    """ Somebody who waits, and how to reach them.

        Attributes:
            first_day (datetime.date): ISO 8601. A business night bears the date of its opening.
            minutes (int):
            name (str):
            party_size (int):
            venue_id (int):
            category (str | Unset):  Default: ''.
            earliest (int | None | Unset):
            email (str | Unset):  Default: ''.
            last_day (datetime.date | None | Unset):
            latest (int | None | Unset):
            note (str | Unset):  Default: ''.
            phone (str | Unset):  Default: ''.
            room_id (int | None | Unset):
     """

    first_day: datetime.date
    minutes: int
    name: str
    party_size: int
    venue_id: int
    category: str | Unset = ''
    earliest: int | None | Unset = UNSET
    email: str | Unset = ''
    last_day: datetime.date | None | Unset = UNSET
    latest: int | None | Unset = UNSET
    note: str | Unset = ''
    phone: str | Unset = ''
    room_id: int | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        first_day = self.first_day.isoformat()

        minutes = self.minutes

        name = self.name

        party_size = self.party_size

        venue_id = self.venue_id

        category = self.category

        earliest: int | None | Unset
        if isinstance(self.earliest, Unset):
            earliest = UNSET
        else:
            earliest = self.earliest

        email = self.email

        last_day: None | str | Unset
        if isinstance(self.last_day, Unset):
            last_day = UNSET
        elif isinstance(self.last_day, datetime.date):
            last_day = self.last_day.isoformat()
        else:
            last_day = self.last_day

        latest: int | None | Unset
        if isinstance(self.latest, Unset):
            latest = UNSET
        else:
            latest = self.latest

        note = self.note

        phone = self.phone

        room_id: int | None | Unset
        if isinstance(self.room_id, Unset):
            room_id = UNSET
        else:
            room_id = self.room_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "first_day": first_day,
            "minutes": minutes,
            "name": name,
            "party_size": party_size,
            "venue_id": venue_id,
        })
        if category is not UNSET:
            field_dict["category"] = category
        if earliest is not UNSET:
            field_dict["earliest"] = earliest
        if email is not UNSET:
            field_dict["email"] = email
        if last_day is not UNSET:
            field_dict["last_day"] = last_day
        if latest is not UNSET:
            field_dict["latest"] = latest
        if note is not UNSET:
            field_dict["note"] = note
        if phone is not UNSET:
            field_dict["phone"] = phone
        if room_id is not UNSET:
            field_dict["room_id"] = room_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        first_day = datetime.date.fromisoformat(d.pop("first_day"))




        minutes = d.pop("minutes")

        name = d.pop("name")

        party_size = d.pop("party_size")

        venue_id = d.pop("venue_id")

        category = d.pop("category", UNSET)

        def _parse_earliest(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        earliest = _parse_earliest(d.pop("earliest", UNSET))


        email = d.pop("email", UNSET)

        def _parse_last_day(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_day_type_0 = datetime.date.fromisoformat(data)



                return last_day_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        last_day = _parse_last_day(d.pop("last_day", UNSET))


        def _parse_latest(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        latest = _parse_latest(d.pop("latest", UNSET))


        note = d.pop("note", UNSET)

        phone = d.pop("phone", UNSET)

        def _parse_room_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        room_id = _parse_room_id(d.pop("room_id", UNSET))


        new_waiting = cls(
            first_day=first_day,
            minutes=minutes,
            name=name,
            party_size=party_size,
            venue_id=venue_id,
            category=category,
            earliest=earliest,
            email=email,
            last_day=last_day,
            latest=latest,
            note=note,
            phone=phone,
            room_id=room_id,
        )

        return new_waiting

