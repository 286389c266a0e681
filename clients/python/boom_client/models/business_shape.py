from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.open_ import Open
from typing import cast
import datetime






T = TypeVar("T", bound="BusinessShape")



@_attrs_define
class BusinessShape:
    """ A business, the owner of the address that is called.

        Attributes:
            created_at (datetime.datetime):
            currency (str):
            id (int):
            kind (str):
            name (str):
            open_ (Open): How far a business is open.
            plan (None | str): The plan's code.
            subdomain (str):
            time_zone (str):
            url (str):
     """

    created_at: datetime.datetime
    currency: str
    id: int
    kind: str
    name: str
    open_: Open
    plan: None | str
    subdomain: str
    time_zone: str
    url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        created_at = self.created_at.isoformat()

        currency = self.currency

        id = self.id

        kind = self.kind

        name = self.name

        open_ = self.open_.value

        plan: None | str
        plan = self.plan

        subdomain = self.subdomain

        time_zone = self.time_zone

        url = self.url


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "created_at": created_at,
            "currency": currency,
            "id": id,
            "kind": kind,
            "name": name,
            "open": open_,
            "plan": plan,
            "subdomain": subdomain,
            "time_zone": time_zone,
            "url": url,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        currency = d.pop("currency")

        id = d.pop("id")

        kind = d.pop("kind")

        name = d.pop("name")

        open_ = Open(d.pop("open"))




        def _parse_plan(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        plan = _parse_plan(d.pop("plan"))


        subdomain = d.pop("subdomain")

        time_zone = d.pop("time_zone")

        url = d.pop("url")

        business_shape = cls(
            created_at=created_at,
            currency=currency,
            id=id,
            kind=kind,
            name=name,
            open_=open_,
            plan=plan,
            subdomain=subdomain,
            time_zone=time_zone,
            url=url,
        )


        business_shape.additional_properties = d
        return business_shape

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
