from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="SeenBody")



@_attrs_define
class SeenBody:
    """ Up to which alert somebody has looked.

        Attributes:
            last_id (int):
     """

    last_id: int





    def to_dict(self) -> dict[str, Any]:
        last_id = self.last_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "last_id": last_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        last_id = d.pop("last_id")

        seen_body = cls(
            last_id=last_id,
        )

        return seen_body

