from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime






T = TypeVar("T", bound="TrendNight")



@_attrs_define
class TrendNight:
    """ A night's figures.

        Attributes:
            bookings (int):
            cancelled (int):
            guests (int):
            kept_minor (int): Fees kept of cancellations and no-shows.
            night (datetime.date):
            no_shows (int):
            open_minutes (int): Room-minutes that were open.
            revenue_minor (int): Of what was sold: the prices agreed.
            revpah_minor (int | None): Revenue for each open room-hour.
            sold (int):
            sold_minutes (int):
            utilisation (float | None): Sold of open room-time; null where nothing was open.
     """

    bookings: int
    cancelled: int
    guests: int
    kept_minor: int
    night: datetime.date
    no_shows: int
    open_minutes: int
    revenue_minor: int
    revpah_minor: int | None
    sold: int
    sold_minutes: int
    utilisation: float | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        bookings = self.bookings

        cancelled = self.cancelled

        guests = self.guests

        kept_minor = self.kept_minor

        night = self.night.isoformat()

        no_shows = self.no_shows

        open_minutes = self.open_minutes

        revenue_minor = self.revenue_minor

        revpah_minor: int | None
        revpah_minor = self.revpah_minor

        sold = self.sold

        sold_minutes = self.sold_minutes

        utilisation: float | None
        utilisation = self.utilisation


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "bookings": bookings,
            "cancelled": cancelled,
            "guests": guests,
            "kept_minor": kept_minor,
            "night": night,
            "no_shows": no_shows,
            "open_minutes": open_minutes,
            "revenue_minor": revenue_minor,
            "revpah_minor": revpah_minor,
            "sold": sold,
            "sold_minutes": sold_minutes,
            "utilisation": utilisation,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        bookings = d.pop("bookings")

        cancelled = d.pop("cancelled")

        guests = d.pop("guests")

        kept_minor = d.pop("kept_minor")

        night = datetime.date.fromisoformat(d.pop("night"))




        no_shows = d.pop("no_shows")

        open_minutes = d.pop("open_minutes")

        revenue_minor = d.pop("revenue_minor")

        def _parse_revpah_minor(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        revpah_minor = _parse_revpah_minor(d.pop("revpah_minor"))


        sold = d.pop("sold")

        sold_minutes = d.pop("sold_minutes")

        def _parse_utilisation(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        utilisation = _parse_utilisation(d.pop("utilisation"))


        trend_night = cls(
            bookings=bookings,
            cancelled=cancelled,
            guests=guests,
            kept_minor=kept_minor,
            night=night,
            no_shows=no_shows,
            open_minutes=open_minutes,
            revenue_minor=revenue_minor,
            revpah_minor=revpah_minor,
            sold=sold,
            sold_minutes=sold_minutes,
            utilisation=utilisation,
        )


        trend_night.additional_properties = d
        return trend_night

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
