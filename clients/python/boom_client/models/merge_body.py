from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="MergeBody")



@_attrs_define
class MergeBody:
    """ Who becomes part of this customer, and the version of them that is known.

        Attributes:
            gone_id (int):
            gone_version (int): Their `version`.
     """

    gone_id: int
    gone_version: int





    def to_dict(self) -> dict[str, Any]:
        gone_id = self.gone_id

        gone_version = self.gone_version


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "gone_id": gone_id,
            "gone_version": gone_version,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        gone_id = d.pop("gone_id")

        gone_version = d.pop("gone_version")

        merge_body = cls(
            gone_id=gone_id,
            gone_version=gone_version,
        )

        return merge_body

