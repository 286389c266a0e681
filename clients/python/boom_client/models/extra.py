from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="Extra")



@_attrs_define
class Extra:
    """ So many of an add-on.

        Attributes:
            id (int):
            count (int | Unset):  Default: 1.
     """

    id: int
    count: int | Unset = 1





    def to_dict(self) -> dict[str, Any]:
        id = self.id

        count = self.count


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "id": id,
        })
        if count is not UNSET:
            field_dict["count"] = count

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        count = d.pop("count", UNSET)

        extra = cls(
            id=id,
            count=count,
        )

        return extra

