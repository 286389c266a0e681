from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.new_rule_settings import NewRuleSettings





T = TypeVar("T", bound="NewRule")



@_attrs_define
class NewRule:
    """ A rule to add at the end of its list.

        Attributes:
            settings (NewRuleSettings): By name: what the rule is, and where, when and for whom it holds. Sums are in the
                smallest coin, percentages in thousandths, lengths in minutes.
            venue_id (int):
     """

    settings: NewRuleSettings
    venue_id: int





    def to_dict(self) -> dict[str, Any]:
        from ..models.new_rule_settings import NewRuleSettings # noqa: PLC0415
        settings = self.settings.to_dict()

        venue_id = self.venue_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "settings": settings,
            "venue_id": venue_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.new_rule_settings import NewRuleSettings # noqa: PLC0415
        d = dict(src_dict)
        settings = NewRuleSettings.from_dict(d.pop("settings"))




        venue_id = d.pop("venue_id")

        new_rule = cls(
            settings=settings,
            venue_id=venue_id,
        )

        return new_rule

