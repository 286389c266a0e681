from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.price_shape import PriceShape





T = TypeVar("T", bound="PlanShape")



@_attrs_define
class PlanShape:
    """ A plan that can be chosen.

        Attributes:
            api_calls_a_minute (int):
            bookings_a_month (int | None):
            code (str):
            features (list[str]):
            is_own (bool):
            name (str):
            prices (list[PriceShape]):
            rooms (int | None):
     """

    api_calls_a_minute: int
    bookings_a_month: int | None
    code: str
    features: list[str]
    is_own: bool
    name: str
    prices: list[PriceShape]
    rooms: int | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.price_shape import PriceShape # noqa: PLC0415
        api_calls_a_minute = self.api_calls_a_minute

        bookings_a_month: int | None
        bookings_a_month = self.bookings_a_month

        code = self.code

        features = self.features



        is_own = self.is_own

        name = self.name

        prices = []
        for prices_item_data in self.prices:
            prices_item = prices_item_data.to_dict()
            prices.append(prices_item)



        rooms: int | None
        rooms = self.rooms


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "api_calls_a_minute": api_calls_a_minute,
            "bookings_a_month": bookings_a_month,
            "code": code,
            "features": features,
            "is_own": is_own,
            "name": name,
            "prices": prices,
            "rooms": rooms,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.price_shape import PriceShape # noqa: PLC0415
        d = dict(src_dict)
        api_calls_a_minute = d.pop("api_calls_a_minute")

        def _parse_bookings_a_month(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        bookings_a_month = _parse_bookings_a_month(d.pop("bookings_a_month"))


        code = d.pop("code")

        features = cast(list[str], d.pop("features"))


        is_own = d.pop("is_own")

        name = d.pop("name")

        prices = []
        _prices = d.pop("prices")
        for prices_item_data in (_prices):
            prices_item = PriceShape.from_dict(prices_item_data)



            prices.append(prices_item)


        def _parse_rooms(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        rooms = _parse_rooms(d.pop("rooms"))


        plan_shape = cls(
            api_calls_a_minute=api_calls_a_minute,
            bookings_a_month=bookings_a_month,
            code=code,
            features=features,
            is_own=is_own,
            name=name,
            prices=prices,
            rooms=rooms,
        )


        plan_shape.additional_properties = d
        return plan_shape

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
