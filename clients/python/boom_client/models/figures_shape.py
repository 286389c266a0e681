from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="FiguresShape")



@_attrs_define
class FiguresShape:
    """ What some bookings come to. Sold are confirmed, checked-in and finished ones.

        Attributes:
            bookings (int):
            cancelled (int):
            guests (int):
            kept_minor (int): Fees kept of cancellations and no-shows.
            no_shows (int):
            revenue_minor (int): Of what was sold: the prices agreed.
            sold (int):
            sold_minutes (int):
     """

    bookings: int
    cancelled: int
    guests: int
    kept_minor: int
    no_shows: int
    revenue_minor: int
    sold: int
    sold_minutes: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        bookings = self.bookings

        cancelled = self.cancelled

        guests = self.guests

        kept_minor = self.kept_minor

        no_shows = self.no_shows

        revenue_minor = self.revenue_minor

        sold = self.sold

        sold_minutes = self.sold_minutes


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "bookings": bookings,
            "cancelled": cancelled,
            "guests": guests,
            "kept_minor": kept_minor,
            "no_shows": no_shows,
            "revenue_minor": revenue_minor,
            "sold": sold,
            "sold_minutes": sold_minutes,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        bookings = d.pop("bookings")

        cancelled = d.pop("cancelled")

        guests = d.pop("guests")

        kept_minor = d.pop("kept_minor")

        no_shows = d.pop("no_shows")

        revenue_minor = d.pop("revenue_minor")

        sold = d.pop("sold")

        sold_minutes = d.pop("sold_minutes")

        figures_shape = cls(
            bookings=bookings,
            cancelled=cancelled,
            guests=guests,
            kept_minor=kept_minor,
            no_shows=no_shows,
            revenue_minor=revenue_minor,
            sold=sold,
            sold_minutes=sold_minutes,
        )


        figures_shape.additional_properties = d
        return figures_shape

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
