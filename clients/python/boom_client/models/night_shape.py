from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.amount import Amount





T = TypeVar("T", bound="NightShape")



@_attrs_define
class NightShape:
    """ A night as it would be.

        Attributes:
            day (datetime.date):
            ends_at (datetime.datetime | None):
            is_settled (bool): It can be had as it stands, or is left out.
            price (Amount | None):
            room_id (int):
            starts_at (datetime.datetime | None): null where the date never was, or it is left out.
            why_not (str):
     """

    day: datetime.date
    ends_at: datetime.datetime | None
    is_settled: bool
    price: Amount | None
    room_id: int
    starts_at: datetime.datetime | None
    why_not: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.amount import Amount # noqa: PLC0415
        day = self.day.isoformat()

        ends_at: None | str
        if isinstance(self.ends_at, datetime.datetime):
            ends_at = self.ends_at.isoformat()
        else:
            ends_at = self.ends_at

        is_settled = self.is_settled

        price: dict[str, Any] | None
        if isinstance(self.price, Amount):
            price = self.price.to_dict()
        else:
            price = self.price

        room_id = self.room_id

        starts_at: None | str
        if isinstance(self.starts_at, datetime.datetime):
            starts_at = self.starts_at.isoformat()
        else:
            starts_at = self.starts_at

        why_not = self.why_not


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "day": day,
            "ends_at": ends_at,
            "is_settled": is_settled,
            "price": price,
            "room_id": room_id,
            "starts_at": starts_at,
            "why_not": why_not,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.amount import Amount # noqa: PLC0415
        d = dict(src_dict)
        day = datetime.date.fromisoformat(d.pop("day"))




        def _parse_ends_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ends_at_type_0 = datetime.datetime.fromisoformat(data)



                return ends_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ends_at = _parse_ends_at(d.pop("ends_at"))


        is_settled = d.pop("is_settled")

        def _parse_price(data: object) -> Amount | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                price_type_0 = Amount.from_dict(data)



                return price_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Amount | None, data)

        price = _parse_price(d.pop("price"))


        room_id = d.pop("room_id")

        def _parse_starts_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                starts_at_type_0 = datetime.datetime.fromisoformat(data)



                return starts_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        starts_at = _parse_starts_at(d.pop("starts_at"))


        why_not = d.pop("why_not")

        night_shape = cls(
            day=day,
            ends_at=ends_at,
            is_settled=is_settled,
            price=price,
            room_id=room_id,
            starts_at=starts_at,
            why_not=why_not,
        )


        night_shape.additional_properties = d
        return night_shape

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
