from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="VenueBody")



@_attrs_define
class VenueBody:
    """ What to change of a venue; what is left out stays.

        Attributes:
            address (str | Unset):  Default: ''.
            description (str | Unset):  Default: ''.
            is_published (bool | Unset):  Default: True.
            name (str | Unset):  Default: ''.
     """

    address: str | Unset = ''
    description: str | Unset = ''
    is_published: bool | Unset = True
    name: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        address = self.address

        description = self.description

        is_published = self.is_published

        name = self.name


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

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        address = d.pop("address", UNSET)

        description = d.pop("description", UNSET)

        is_published = d.pop("is_published", UNSET)

        name = d.pop("name", UNSET)

        venue_body = cls(
            address=address,
            description=description,
            is_published=is_published,
            name=name,
        )

        return venue_body

