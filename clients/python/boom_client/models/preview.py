from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.amount import Amount
  from ..models.night_shape import NightShape





T = TypeVar("T", bound="Preview")



@_attrs_define
class Preview:
    """ Every night of it, and what all that can be had would cost.

        Attributes:
            nights (list[NightShape]):
            total (Amount | None):
     """

    nights: list[NightShape]
    total: Amount | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.amount import Amount # noqa: PLC0415
        from ..models.night_shape import NightShape # noqa: PLC0415
        nights = []
        for nights_item_data in self.nights:
            nights_item = nights_item_data.to_dict()
            nights.append(nights_item)



        total: dict[str, Any] | None
        if isinstance(self.total, Amount):
            total = self.total.to_dict()
        else:
            total = self.total


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "nights": nights,
            "total": total,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.amount import Amount # noqa: PLC0415
        from ..models.night_shape import NightShape # noqa: PLC0415
        d = dict(src_dict)
        nights = []
        _nights = d.pop("nights")
        for nights_item_data in (_nights):
            nights_item = NightShape.from_dict(nights_item_data)



            nights.append(nights_item)


        def _parse_total(data: object) -> Amount | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                total_type_0 = Amount.from_dict(data)



                return total_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Amount | None, data)

        total = _parse_total(d.pop("total"))


        preview = cls(
            nights=nights,
            total=total,
        )


        preview.additional_properties = d
        return preview

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
