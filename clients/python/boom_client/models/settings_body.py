from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="SettingsBody")



@_attrs_define
class SettingsBody:
    """ What to change of a venue's settings; the first venue where none is named.

        Attributes:
            address (str | Unset):  Default: ''.
            description (str | Unset):  Default: ''.
            is_published (bool | Unset):  Default: True.
            name (str | Unset):  Default: ''.
            venue_id (int | None | Unset):
     """

    address: str | Unset = ''
    description: str | Unset = ''
    is_published: bool | Unset = True
    name: str | Unset = ''
    venue_id: int | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        address = self.address

        description = self.description

        is_published = self.is_published

        name = self.name

        venue_id: int | None | Unset
        if isinstance(self.venue_id, Unset):
            venue_id = UNSET
        else:
            venue_id = self.venue_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if address is not UNSET:
            field_dict["address"] = address
        if description is not UNSET:
            field_dict["description"] = description
        if is_published is not UNSET:
            field_dict["is_published"] = is_published
        if name is not UNSET:
            field_dict["name"] = name
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        address = d.pop("address", UNSET)

        description = d.pop("description", UNSET)

        is_published = d.pop("is_published", UNSET)

        name = d.pop("name", UNSET)

        def _parse_venue_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        venue_id = _parse_venue_id(d.pop("venue_id", UNSET))


        settings_body = cls(
            address=address,
            description=description,
            is_published=is_published,
            name=name,
            venue_id=venue_id,
        )

        return settings_body

