from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.rounding_rule import RoundingRule






T = TypeVar("T", bound="RoundingBody")



@_attrs_define
class RoundingBody:
    """ How amounts become whole coins.

        Attributes:
            rounding (RoundingRule): As `domain.pricing.rounding.Rounding`.
     """

    rounding: RoundingRule





    def to_dict(self) -> dict[str, Any]:
        rounding = self.rounding.value


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "rounding": rounding,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        rounding = RoundingRule(d.pop("rounding"))




        rounding_body = cls(
            rounding=rounding,
        )

        return rounding_body

