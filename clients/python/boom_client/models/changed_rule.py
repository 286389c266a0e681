from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.changed_rule_settings import ChangedRuleSettings





T = TypeVar("T", bound="ChangedRule")



@_attrs_define
class ChangedRule:
    """ What to change; what is left out stays.

        Attributes:
            settings (ChangedRuleSettings): By name: what the rule is, and where, when and for whom it holds. Sums are in
                the smallest coin, percentages in thousandths, lengths in minutes.
     """

    settings: ChangedRuleSettings





    def to_dict(self) -> dict[str, Any]:
        from ..models.changed_rule_settings import ChangedRuleSettings # noqa: PLC0415
        settings = self.settings.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "settings": settings,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.changed_rule_settings import ChangedRuleSettings # noqa: PLC0415
        d = dict(src_dict)
        settings = ChangedRuleSettings.from_dict(d.pop("settings"))




        changed_rule = cls(
            settings=settings,
        )

        return changed_rule

