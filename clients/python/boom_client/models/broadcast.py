from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="Broadcast")



@_attrs_define
class Broadcast:
    """ A mail to everybody of some nights.

        Attributes:
            id (int):
            body (str | Unset):
            created_at (datetime.datetime | Unset):
            first_day (datetime.date | Unset):
            guests (int | Unset):
            last_day (datetime.date | Unset):
            subject (str | Unset):
            venue_id (int | Unset):
     """

    id: int
    body: str | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    first_day: datetime.date | Unset = UNSET
    guests: int | Unset = UNSET
    last_day: datetime.date | Unset = UNSET
    subject: str | Unset = UNSET
    venue_id: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        id = self.id

        body = self.body

        created_at: str | Unset = UNSET
        if not isinstance(self.created_at, Unset):
            created_at = self.created_at.isoformat()

        first_day: str | Unset = UNSET
        if not isinstance(self.first_day, Unset):
            first_day = self.first_day.isoformat()

        guests = self.guests

        last_day: str | Unset = UNSET
        if not isinstance(self.last_day, Unset):
            last_day = self.last_day.isoformat()

        subject = self.subject

        venue_id = self.venue_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
        })
        if body is not UNSET:
            field_dict["body"] = body
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if first_day is not UNSET:
            field_dict["first_day"] = first_day
        if guests is not UNSET:
            field_dict["guests"] = guests
        if last_day is not UNSET:
            field_dict["last_day"] = last_day
        if subject is not UNSET:
            field_dict["subject"] = subject
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        body = d.pop("body", UNSET)

        _created_at = d.pop("created_at", UNSET)
        created_at: datetime.datetime | Unset
        if isinstance(_created_at,  Unset):
            created_at = UNSET
        else:
            created_at = datetime.datetime.fromisoformat(_created_at)




        _first_day = d.pop("first_day", UNSET)
        first_day: datetime.date | Unset
        if isinstance(_first_day,  Unset):
            first_day = UNSET
        else:
            first_day = datetime.date.fromisoformat(_first_day)




        guests = d.pop("guests", UNSET)

        _last_day = d.pop("last_day", UNSET)
        last_day: datetime.date | Unset
        if isinstance(_last_day,  Unset):
            last_day = UNSET
        else:
            last_day = datetime.date.fromisoformat(_last_day)




        subject = d.pop("subject", UNSET)

        venue_id = d.pop("venue_id", UNSET)

        broadcast = cls(
            id=id,
            body=body,
            created_at=created_at,
            first_day=first_day,
            guests=guests,
            last_day=last_day,
            subject=subject,
            venue_id=venue_id,
        )


        broadcast.additional_properties = d
        return broadcast

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
