from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.price_rule_kind import PriceRuleKind
from ..models.rule_state import RuleState
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.price_rule_settings import PriceRuleSettings





T = TypeVar("T", bound="PriceRule")



@_attrs_define
class PriceRule:
    """ A rule of prices.

        Attributes:
            id (int):
            kind (PriceRuleKind | Unset):
            order (int | Unset): Where rules compete, the first counts.
            settings (PriceRuleSettings | Unset): By name: what the rule is, and where, when and for whom it holds. Sums are
                in the smallest coin, percentages in thousandths, lengths in minutes.
            state (RuleState | Unset): A draft is nobody's price yet; an archived rule is kept for the bookings that it
                made.
            used (int | None | Unset): Of promo codes: how many live bookings use it.
            venue_id (int | Unset):
     """

    id: int
    kind: PriceRuleKind | Unset = UNSET
    order: int | Unset = UNSET
    settings: PriceRuleSettings | Unset = UNSET
    state: RuleState | Unset = UNSET
    used: int | None | Unset = UNSET
    venue_id: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.price_rule_settings import PriceRuleSettings # noqa: PLC0415
        id = self.id

        kind: str | Unset = UNSET
        if not isinstance(self.kind, Unset):
            kind = self.kind.value


        order = self.order

        settings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.settings, Unset):
            settings = self.settings.to_dict()

        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.value


        used: int | None | Unset
        if isinstance(self.used, Unset):
            used = UNSET
        else:
            used = self.used

        venue_id = self.venue_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
        })
        if kind is not UNSET:
            field_dict["kind"] = kind
        if order is not UNSET:
            field_dict["order"] = order
        if settings is not UNSET:
            field_dict["settings"] = settings
        if state is not UNSET:
            field_dict["state"] = state
        if used is not UNSET:
            field_dict["used"] = used
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.price_rule_settings import PriceRuleSettings # noqa: PLC0415
        d = dict(src_dict)
        id = d.pop("id")

        _kind = d.pop("kind", UNSET)
        kind: PriceRuleKind | Unset
        if isinstance(_kind,  Unset):
            kind = UNSET
        else:
            kind = PriceRuleKind(_kind)




        order = d.pop("order", UNSET)

        _settings = d.pop("settings", UNSET)
        settings: PriceRuleSettings | Unset
        if isinstance(_settings,  Unset):
            settings = UNSET
        else:
            settings = PriceRuleSettings.from_dict(_settings)




        _state = d.pop("state", UNSET)
        state: RuleState | Unset
        if isinstance(_state,  Unset):
            state = UNSET
        else:
            state = RuleState(_state)




        def _parse_used(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        used = _parse_used(d.pop("used", UNSET))


        venue_id = d.pop("venue_id", UNSET)

        price_rule = cls(
            id=id,
            kind=kind,
            order=order,
            settings=settings,
            state=state,
            used=used,
            venue_id=venue_id,
        )


        price_rule.additional_properties = d
        return price_rule

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
