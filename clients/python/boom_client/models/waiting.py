from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.wait_state import WaitState
from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="Waiting")



@_attrs_define
class Waiting:
    """ A place on the waiting list.

        Attributes:
            id (int):
            category (str | Unset):
            earliest (int | None | Unset): Minutes of the wall clock since 0:00 of the night's date.
            email (None | str | Unset):
            expires_at (datetime.datetime | Unset):
            first_day (datetime.date | Unset):
            joined_at (datetime.datetime | Unset):
            last_day (datetime.date | Unset):
            latest (int | None | Unset):
            minutes (int | Unset):
            name (str | Unset):
            note (str | Unset):
            party_size (int | Unset):
            phone (None | str | Unset):
            room_id (int | None | Unset):
            state (WaitState | Unset): Whether somebody is still in line, and if not, how it ended.
            venue_id (int | Unset):
            version (int | Unset):
     """

    id: int
    category: str | Unset = UNSET
    earliest: int | None | Unset = UNSET
    email: None | str | Unset = UNSET
    expires_at: datetime.datetime | Unset = UNSET
    first_day: datetime.date | Unset = UNSET
    joined_at: datetime.datetime | Unset = UNSET
    last_day: datetime.date | Unset = UNSET
    latest: int | None | Unset = UNSET
    minutes: int | Unset = UNSET
    name: str | Unset = UNSET
    note: str | Unset = UNSET
    party_size: int | Unset = UNSET
    phone: None | str | Unset = UNSET
    room_id: int | None | Unset = UNSET
    state: WaitState | Unset = UNSET
    venue_id: int | Unset = UNSET
    version: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        id = self.id

        category = self.category

        earliest: int | None | Unset
        if isinstance(self.earliest, Unset):
            earliest = UNSET
        else:
            earliest = self.earliest

        email: None | str | Unset
        if isinstance(self.email, Unset):
            email = UNSET
        else:
            email = self.email

        expires_at: str | Unset = UNSET
        if not isinstance(self.expires_at, Unset):
            expires_at = self.expires_at.isoformat()

        first_day: str | Unset = UNSET
        if not isinstance(self.first_day, Unset):
            first_day = self.first_day.isoformat()

        joined_at: str | Unset = UNSET
        if not isinstance(self.joined_at, Unset):
            joined_at = self.joined_at.isoformat()

        last_day: str | Unset = UNSET
        if not isinstance(self.last_day, Unset):
            last_day = self.last_day.isoformat()

        latest: int | None | Unset
        if isinstance(self.latest, Unset):
            latest = UNSET
        else:
            latest = self.latest

        minutes = self.minutes

        name = self.name

        note = self.note

        party_size = self.party_size

        phone: None | str | Unset
        if isinstance(self.phone, Unset):
            phone = UNSET
        else:
            phone = self.phone

        room_id: int | None | Unset
        if isinstance(self.room_id, Unset):
            room_id = UNSET
        else:
            room_id = self.room_id

        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.value


        venue_id = self.venue_id

        version = self.version


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
        })
        if category is not UNSET:
            field_dict["category"] = category
        if earliest is not UNSET:
            field_dict["earliest"] = earliest
        if email is not UNSET:
            field_dict["email"] = email
        if expires_at is not UNSET:
            field_dict["expires_at"] = expires_at
        if first_day is not UNSET:
            field_dict["first_day"] = first_day
        if joined_at is not UNSET:
            field_dict["joined_at"] = joined_at
        if last_day is not UNSET:
            field_dict["last_day"] = last_day
        if latest is not UNSET:
            field_dict["latest"] = latest
        if minutes is not UNSET:
            field_dict["minutes"] = minutes
        if name is not UNSET:
            field_dict["name"] = name
        if note is not UNSET:
            field_dict["note"] = note
        if party_size is not UNSET:
            field_dict["party_size"] = party_size
        if phone is not UNSET:
            field_dict["phone"] = phone
        if room_id is not UNSET:
            field_dict["room_id"] = room_id
        if state is not UNSET:
            field_dict["state"] = state
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id
        if version is not UNSET:
            field_dict["version"] = version

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        category = d.pop("category", UNSET)

        def _parse_earliest(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        earliest = _parse_earliest(d.pop("earliest", UNSET))


        def _parse_email(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        email = _parse_email(d.pop("email", UNSET))


        _expires_at = d.pop("expires_at", UNSET)
        expires_at: datetime.datetime | Unset
        if isinstance(_expires_at,  Unset):
            expires_at = UNSET
        else:
            expires_at = datetime.datetime.fromisoformat(_expires_at)




        _first_day = d.pop("first_day", UNSET)
        first_day: datetime.date | Unset
        if isinstance(_first_day,  Unset):
            first_day = UNSET
        else:
            first_day = datetime.date.fromisoformat(_first_day)




        _joined_at = d.pop("joined_at", UNSET)
        joined_at: datetime.datetime | Unset
        if isinstance(_joined_at,  Unset):
            joined_at = UNSET
        else:
            joined_at = datetime.datetime.fromisoformat(_joined_at)




        _last_day = d.pop("last_day", UNSET)
        last_day: datetime.date | Unset
        if isinstance(_last_day,  Unset):
            last_day = UNSET
        else:
            last_day = datetime.date.fromisoformat(_last_day)




        def _parse_latest(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        latest = _parse_latest(d.pop("latest", UNSET))


        minutes = d.pop("minutes", UNSET)

        name = d.pop("name", UNSET)

        note = d.pop("note", UNSET)

        party_size = d.pop("party_size", UNSET)

        def _parse_phone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone = _parse_phone(d.pop("phone", UNSET))


        def _parse_room_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        room_id = _parse_room_id(d.pop("room_id", UNSET))


        _state = d.pop("state", UNSET)
        state: WaitState | Unset
        if isinstance(_state,  Unset):
            state = UNSET
        else:
            state = WaitState(_state)




        venue_id = d.pop("venue_id", UNSET)

        version = d.pop("version", UNSET)

        waiting = cls(
            id=id,
            category=category,
            earliest=earliest,
            email=email,
            expires_at=expires_at,
            first_day=first_day,
            joined_at=joined_at,
            last_day=last_day,
            latest=latest,
            minutes=minutes,
            name=name,
            note=note,
            party_size=party_size,
            phone=phone,
            room_id=room_id,
            state=state,
            venue_id=venue_id,
            version=version,
        )


        waiting.additional_properties = d
        return waiting

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
