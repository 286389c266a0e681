from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.open_ import Open
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.price_shape import PriceShape





T = TypeVar("T", bound="SubscriptionShape")



@_attrs_define
class SubscriptionShape:
    """ Where the business stands with its plan.

        Attributes:
            access (Open): How far a business is open.
            cancels_at (datetime.datetime | None):
            is_subscribed (bool):
            next_plan (None | str):
            period_ends_at (datetime.datetime | None):
            plan (None | str):
            price (None | PriceShape):
            state (str):
            trial_ends_at (datetime.datetime | None):
     """

    access: Open
    cancels_at: datetime.datetime | None
    is_subscribed: bool
    next_plan: None | str
    period_ends_at: datetime.datetime | None
    plan: None | str
    price: None | PriceShape
    state: str
    trial_ends_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.price_shape import PriceShape # noqa: PLC0415
        access = self.access.value

        cancels_at: None | str
        if isinstance(self.cancels_at, datetime.datetime):
            cancels_at = self.cancels_at.isoformat()
        else:
            cancels_at = self.cancels_at

        is_subscribed = self.is_subscribed

        next_plan: None | str
        next_plan = self.next_plan

        period_ends_at: None | str
        if isinstance(self.period_ends_at, datetime.datetime):
            period_ends_at = self.period_ends_at.isoformat()
        else:
            period_ends_at = self.period_ends_at

        plan: None | str
        plan = self.plan

        price: dict[str, Any] | None
        if isinstance(self.price, PriceShape):
            price = self.price.to_dict()
        else:
            price = self.price

        state = self.state

        trial_ends_at: None | str
        if isinstance(self.trial_ends_at, datetime.datetime):
            trial_ends_at = self.trial_ends_at.isoformat()
        else:
            trial_ends_at = self.trial_ends_at


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "access": access,
            "cancels_at": cancels_at,
            "is_subscribed": is_subscribed,
            "next_plan": next_plan,
            "period_ends_at": period_ends_at,
            "plan": plan,
            "price": price,
            "state": state,
            "trial_ends_at": trial_ends_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.price_shape import PriceShape # noqa: PLC0415
        d = dict(src_dict)
        access = Open(d.pop("access"))




        def _parse_cancels_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                cancels_at_type_0 = datetime.datetime.fromisoformat(data)



                return cancels_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        cancels_at = _parse_cancels_at(d.pop("cancels_at"))


        is_subscribed = d.pop("is_subscribed")

        def _parse_next_plan(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_plan = _parse_next_plan(d.pop("next_plan"))


        def _parse_period_ends_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                period_ends_at_type_0 = datetime.datetime.fromisoformat(data)



                return period_ends_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        period_ends_at = _parse_period_ends_at(d.pop("period_ends_at"))


        def _parse_plan(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        plan = _parse_plan(d.pop("plan"))


        def _parse_price(data: object) -> None | PriceShape:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                price_type_0 = PriceShape.from_dict(data)



                return price_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PriceShape, data)

        price = _parse_price(d.pop("price"))


        state = d.pop("state")

        def _parse_trial_ends_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                trial_ends_at_type_0 = datetime.datetime.fromisoformat(data)



                return trial_ends_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        trial_ends_at = _parse_trial_ends_at(d.pop("trial_ends_at"))


        subscription_shape = cls(
            access=access,
            cancels_at=cancels_at,
            is_subscribed=is_subscribed,
            next_plan=next_plan,
            period_ends_at=period_ends_at,
            plan=plan,
            price=price,
            state=state,
            trial_ends_at=trial_ends_at,
        )


        subscription_shape.additional_properties = d
        return subscription_shape

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
