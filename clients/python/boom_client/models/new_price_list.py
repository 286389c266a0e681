from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="NewPriceList")



@_attrs_define
class NewPriceList:
    """ A draft, empty or with the rates of another list.

        Attributes:
            name (str):
            venue_id (int):
            like (int | None | Unset):
     """

    name: str
    venue_id: int
    like: int | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        name = self.name

        venue_id = self.venue_id

        like: int | None | Unset
        if isinstance(self.like, Unset):
            like = UNSET
        else:
            like = self.like


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "name": name,
            "venue_id": venue_id,
        })
        if like is not UNSET:
            field_dict["like"] = like

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        venue_id = d.pop("venue_id")

        def _parse_like(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        like = _parse_like(d.pop("like", UNSET))


        new_price_list = cls(
            name=name,
            venue_id=venue_id,
            like=like,
        )

        return new_price_list

