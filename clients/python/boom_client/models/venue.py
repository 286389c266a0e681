from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.rules import Rules





T = TypeVar("T", bound="Venue")



@_attrs_define
class Venue:
    """ A site with rooms.

        Attributes:
            id (int):
            address (str | Unset):
            country (str | Unset):
            currency (str | Unset):
            description (str | Unset):
            email (str | Unset):
            is_published (bool | Unset):
            name (str | Unset):
            phone (str | Unset):
            rules (Rules | Unset): Booking rules: whole minutes, but `horizon_days`.
            slug (str | Unset):
            time_zone (str | Unset):
     """

    id: int
    address: str | Unset = UNSET
    country: str | Unset = UNSET
    currency: str | Unset = UNSET
    description: str | Unset = UNSET
    email: str | Unset = UNSET
    is_published: bool | Unset = UNSET
    name: str | Unset = UNSET
    phone: str | Unset = UNSET
    rules: Rules | Unset = UNSET
    slug: str | Unset = UNSET
    time_zone: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.rules import Rules # noqa: PLC0415
        id = self.id

        address = self.address

        country = self.country

        currency = self.currency

        description = self.description

        email = self.email

        is_published = self.is_published

        name = self.name

        phone = self.phone

        rules: dict[str, Any] | Unset = UNSET
        if not isinstance(self.rules, Unset):
            rules = self.rules.to_dict()

        slug = self.slug

        time_zone = self.time_zone


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
        })
        if address is not UNSET:
            field_dict["address"] = address
        if country is not UNSET:
            field_dict["country"] = country
        if currency is not UNSET:
            field_dict["currency"] = currency
        if description is not UNSET:
            field_dict["description"] = description
        if email is not UNSET:
            field_dict["email"] = email
        if is_published is not UNSET:
            field_dict["is_published"] = is_published
        if name is not UNSET:
            field_dict["name"] = name
        if phone is not UNSET:
            field_dict["phone"] = phone
        if rules is not UNSET:
            field_dict["rules"] = rules
        if slug is not UNSET:
            field_dict["slug"] = slug
        if time_zone is not UNSET:
            field_dict["time_zone"] = time_zone

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rules import Rules # noqa: PLC0415
        d = dict(src_dict)
        id = d.pop("id")

        address = d.pop("address", UNSET)

        country = d.pop("country", UNSET)

        currency = d.pop("currency", UNSET)

        description = d.pop("description", UNSET)

        email = d.pop("email", UNSET)

        is_published = d.pop("is_published", UNSET)

        name = d.pop("name", UNSET)

        phone = d.pop("phone", UNSET)

        _rules = d.pop("rules", UNSET)
        rules: Rules | Unset
        if isinstance(_rules,  Unset):
            rules = UNSET
        else:
            rules = Rules.from_dict(_rules)




        slug = d.pop("slug", UNSET)

        time_zone = d.pop("time_zone", UNSET)

        venue = cls(
            id=id,
            address=address,
            country=country,
            currency=currency,
            description=description,
            email=email,
            is_published=is_published,
            name=name,
            phone=phone,
            rules=rules,
            slug=slug,
            time_zone=time_zone,
        )


        venue.additional_properties = d
        return venue

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
