from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="PlaceBody")



@_attrs_define
class PlaceBody:
    """ Which way, by one place.

        Attributes:
            down (bool):
     """

    down: bool





    def to_dict(self) -> dict[str, Any]:
        down = self.down


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "down": down,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        down = d.pop("down")

        place_body = cls(
            down=down,
        )

        return place_body

