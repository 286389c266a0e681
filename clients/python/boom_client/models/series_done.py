from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.series import Series





T = TypeVar("T", bound="SeriesDone")



@_attrs_define
class SeriesDone:
    """ A series, and the nights that were written, moved or called off, by key.

        Attributes:
            id (int):
            night_ids (list[int]):
            series (Series): What repeats. Its nights are the bookings, or blocks, with its `series_id`.
     """

    id: int
    night_ids: list[int]
    series: Series
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.series import Series # noqa: PLC0415
        id = self.id

        night_ids = self.night_ids



        series = self.series.to_dict()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
            "night_ids": night_ids,
            "series": series,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.series import Series # noqa: PLC0415
        d = dict(src_dict)
        id = d.pop("id")

        night_ids = cast(list[int], d.pop("night_ids"))


        series = Series.from_dict(d.pop("series"))




        series_done = cls(
            id=id,
            night_ids=night_ids,
            series=series,
        )


        series_done.additional_properties = d
        return series_done

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
