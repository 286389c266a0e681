from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="CalledOffBody")



@_attrs_define
class CalledOffBody:
    """ A booking that is called off free of charge, and the version of it that is known.

        Attributes:
            booking_id (int):
            version (int):
     """

    booking_id: int
    version: int





    def to_dict(self) -> dict[str, Any]:
        booking_id = self.booking_id

        version = self.version


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "booking_id": booking_id,
            "version": version,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        booking_id = d.pop("booking_id")

        version = d.pop("version")

        called_off_body = cls(
            booking_id=booking_id,
            version=version,
        )

        return called_off_body

