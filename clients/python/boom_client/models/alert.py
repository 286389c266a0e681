from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="Alert")



@_attrs_define
class Alert:
    """ One thing that a guest or a bank did.

        Attributes:
            id (int):
            booking_id (int | None | Unset):
            created_at (datetime.datetime | Unset):
            detail (str | Unset):
            is_new (bool | None | Unset): null for keys: nobody looks through them.
            kind (str | Unset):
            venue_id (int | Unset):
     """

    id: int
    booking_id: int | None | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    detail: str | Unset = UNSET
    is_new: bool | None | Unset = UNSET
    kind: str | Unset = UNSET
    venue_id: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        id = self.id

        booking_id: int | None | Unset
        if isinstance(self.booking_id, Unset):
            booking_id = UNSET
        else:
            booking_id = self.booking_id

        created_at: str | Unset = UNSET
        if not isinstance(self.created_at, Unset):
            created_at = self.created_at.isoformat()

        detail = self.detail

        is_new: bool | None | Unset
        if isinstance(self.is_new, Unset):
            is_new = UNSET
        else:
            is_new = self.is_new

        kind = self.kind

        venue_id = self.venue_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
        })
        if booking_id is not UNSET:
            field_dict["booking_id"] = booking_id
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if detail is not UNSET:
            field_dict["detail"] = detail
        if is_new is not UNSET:
            field_dict["is_new"] = is_new
        if kind is not UNSET:
            field_dict["kind"] = kind
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        def _parse_booking_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        booking_id = _parse_booking_id(d.pop("booking_id", UNSET))


        _created_at = d.pop("created_at", UNSET)
        created_at: datetime.datetime | Unset
        if isinstance(_created_at,  Unset):
            created_at = UNSET
        else:
            created_at = datetime.datetime.fromisoformat(_created_at)




        detail = d.pop("detail", UNSET)

        def _parse_is_new(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_new = _parse_is_new(d.pop("is_new", UNSET))


        kind = d.pop("kind", UNSET)

        venue_id = d.pop("venue_id", UNSET)

        alert = cls(
            id=id,
            booking_id=booking_id,
            created_at=created_at,
            detail=detail,
            is_new=is_new,
            kind=kind,
            venue_id=venue_id,
        )


        alert.additional_properties = d
        return alert

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
