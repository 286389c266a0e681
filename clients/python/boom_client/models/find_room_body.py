from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="FindRoomBody")



@_attrs_define
class FindRoomBody:
    """ What the other room has to have, by the keys of features.

        Attributes:
            feature_ids (list[int] | Unset):
     """

    feature_ids: list[int] | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        feature_ids: list[int] | Unset = UNSET
        if not isinstance(self.feature_ids, Unset):
            feature_ids = self.feature_ids




        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if feature_ids is not UNSET:
            field_dict["feature_ids"] = feature_ids

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        feature_ids = cast(list[int], d.pop("feature_ids", UNSET))


        find_room_body = cls(
            feature_ids=feature_ids,
        )

        return find_room_body

