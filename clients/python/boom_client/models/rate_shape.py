from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.rate_shape_settings import RateShapeSettings





T = TypeVar("T", bound="RateShape")



@_attrs_define
class RateShape:
    """ A price for time in a room; of those that hold, the first counts.

        Attributes:
            id (int):
            list_id (int):
            order (int):
            settings (RateShapeSettings): By name: what the rule is, and where, when and for whom it holds. Sums are in the
                smallest coin, percentages in thousandths, lengths in minutes.
     """

    id: int
    list_id: int
    order: int
    settings: RateShapeSettings
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.rate_shape_settings import RateShapeSettings # noqa: PLC0415
        id = self.id

        list_id = self.list_id

        order = self.order

        settings = self.settings.to_dict()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
            "list_id": list_id,
            "order": order,
            "settings": settings,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rate_shape_settings import RateShapeSettings # noqa: PLC0415
        d = dict(src_dict)
        id = d.pop("id")

        list_id = d.pop("list_id")

        order = d.pop("order")

        settings = RateShapeSettings.from_dict(d.pop("settings"))




        rate_shape = cls(
            id=id,
            list_id=list_id,
            order=order,
            settings=settings,
        )


        rate_shape.additional_properties = d
        return rate_shape

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
