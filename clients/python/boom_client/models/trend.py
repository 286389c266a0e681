from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.trend_night import TrendNight





T = TypeVar("T", bound="Trend")



@_attrs_define
class Trend:
    """ Figures night by night.

        Attributes:
            currency (str):
            nights (list[TrendNight]):
            venue_id (int):
     """

    currency: str
    nights: list[TrendNight]
    venue_id: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.trend_night import TrendNight # noqa: PLC0415
        currency = self.currency

        nights = []
        for nights_item_data in self.nights:
            nights_item = nights_item_data.to_dict()
            nights.append(nights_item)



        venue_id = self.venue_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "currency": currency,
            "nights": nights,
            "venue_id": venue_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.trend_night import TrendNight # noqa: PLC0415
        d = dict(src_dict)
        currency = d.pop("currency")

        nights = []
        _nights = d.pop("nights")
        for nights_item_data in (_nights):
            nights_item = TrendNight.from_dict(nights_item_data)



            nights.append(nights_item)


        venue_id = d.pop("venue_id")

        trend = cls(
            currency=currency,
            nights=nights,
            venue_id=venue_id,
        )


        trend.additional_properties = d
        return trend

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
