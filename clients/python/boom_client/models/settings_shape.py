from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.venue import Venue





T = TypeVar("T", bound="SettingsShape")



@_attrs_define
class SettingsShape:
    """ The settings of a business: those of each venue that is wholly the caller's.

        Attributes:
            venues (list[Venue]):
     """

    venues: list[Venue]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.venue import Venue # noqa: PLC0415
        venues = []
        for venues_item_data in self.venues:
            venues_item = venues_item_data.to_dict()
            venues.append(venues_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "venues": venues,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.venue import Venue # noqa: PLC0415
        d = dict(src_dict)
        venues = []
        _venues = d.pop("venues")
        for venues_item_data in (_venues):
            venues_item = Venue.from_dict(venues_item_data)



            venues.append(venues_item)


        settings_shape = cls(
            venues=venues,
        )


        settings_shape.additional_properties = d
        return settings_shape

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
