from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.booking import Booking
  from ..models.offer_shape import OfferShape





T = TypeVar("T", bound="TouchedShape")



@_attrs_define
class TouchedShape:
    """ A booking that would lie outside the hours, and what it could have instead, the best first.

        Attributes:
            booking (Booking): A booking.
            offers (list[OfferShape]):
     """

    booking: Booking
    offers: list[OfferShape]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.booking import Booking # noqa: PLC0415
        from ..models.offer_shape import OfferShape # noqa: PLC0415
        booking = self.booking.to_dict()

        offers = []
        for offers_item_data in self.offers:
            offers_item = offers_item_data.to_dict()
            offers.append(offers_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "booking": booking,
            "offers": offers,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.booking import Booking # noqa: PLC0415
        from ..models.offer_shape import OfferShape # noqa: PLC0415
        d = dict(src_dict)
        booking = Booking.from_dict(d.pop("booking"))




        offers = []
        _offers = d.pop("offers")
        for offers_item_data in (_offers):
            offers_item = OfferShape.from_dict(offers_item_data)



            offers.append(offers_item)


        touched_shape = cls(
            booking=booking,
            offers=offers,
        )


        touched_shape.additional_properties = d
        return touched_shape

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
