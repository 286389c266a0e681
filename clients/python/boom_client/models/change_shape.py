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





T = TypeVar("T", bound="ChangeShape")



@_attrs_define
class ChangeShape:
    """ What a change of plan costs: at once, or when what is paid for is over.

        Attributes:
            at (datetime.datetime | None): Goes into `at` of the upgrade, which then costs just this.
            begins_at (datetime.datetime | None): Of a smaller plan: when it begins.
            due_now (Amount): A sum of money.
            price_id (int):
     """

    at: datetime.datetime | None
    begins_at: datetime.datetime | None
    due_now: Amount
    price_id: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.amount import Amount # noqa: PLC0415
        at: None | str
        if isinstance(self.at, datetime.datetime):
            at = self.at.isoformat()
        else:
            at = self.at

        begins_at: None | str
        if isinstance(self.begins_at, datetime.datetime):
            begins_at = self.begins_at.isoformat()
        else:
            begins_at = self.begins_at

        due_now = self.due_now.to_dict()

        price_id = self.price_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "at": at,
            "begins_at": begins_at,
            "due_now": due_now,
            "price_id": price_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.amount import Amount # noqa: PLC0415
        d = dict(src_dict)
        def _parse_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                at_type_0 = datetime.datetime.fromisoformat(data)



                return at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        at = _parse_at(d.pop("at"))


        def _parse_begins_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                begins_at_type_0 = datetime.datetime.fromisoformat(data)



                return begins_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        begins_at = _parse_begins_at(d.pop("begins_at"))


        due_now = Amount.from_dict(d.pop("due_now"))




        price_id = d.pop("price_id")

        change_shape = cls(
            at=at,
            begins_at=begins_at,
            due_now=due_now,
            price_id=price_id,
        )


        change_shape.additional_properties = d
        return change_shape

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
