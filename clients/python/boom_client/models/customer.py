from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="Customer")



@_attrs_define
class Customer:
    """ A customer.

        Attributes:
            id (int):
            contact_by (str | Unset):
            created_at (datetime.datetime | Unset):
            email (str | Unset):
            locale (str | Unset):
            name (str | Unset):
            notes (str | Unset):
            phone (str | Unset): E.164, or empty.
            price_class (str | Unset):
            tags (list[str] | Unset):
            version (int | Unset):
            wishes (str | Unset):
     """

    id: int
    contact_by: str | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    email: str | Unset = UNSET
    locale: str | Unset = UNSET
    name: str | Unset = UNSET
    notes: str | Unset = UNSET
    phone: str | Unset = UNSET
    price_class: str | Unset = UNSET
    tags: list[str] | Unset = UNSET
    version: int | Unset = UNSET
    wishes: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        id = self.id

        contact_by = self.contact_by

        created_at: str | Unset = UNSET
        if not isinstance(self.created_at, Unset):
            created_at = self.created_at.isoformat()

        email = self.email

        locale = self.locale

        name = self.name

        notes = self.notes

        phone = self.phone

        price_class = self.price_class

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags



        version = self.version

        wishes = self.wishes


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
        })
        if contact_by is not UNSET:
            field_dict["contact_by"] = contact_by
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if email is not UNSET:
            field_dict["email"] = email
        if locale is not UNSET:
            field_dict["locale"] = locale
        if name is not UNSET:
            field_dict["name"] = name
        if notes is not UNSET:
            field_dict["notes"] = notes
        if phone is not UNSET:
            field_dict["phone"] = phone
        if price_class is not UNSET:
            field_dict["price_class"] = price_class
        if tags is not UNSET:
            field_dict["tags"] = tags
        if version is not UNSET:
            field_dict["version"] = version
        if wishes is not UNSET:
            field_dict["wishes"] = wishes

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        contact_by = d.pop("contact_by", UNSET)

        _created_at = d.pop("created_at", UNSET)
        created_at: datetime.datetime | Unset
        if isinstance(_created_at,  Unset):
            created_at = UNSET
        else:
            created_at = datetime.datetime.fromisoformat(_created_at)




        email = d.pop("email", UNSET)

        locale = d.pop("locale", UNSET)

        name = d.pop("name", UNSET)

        notes = d.pop("notes", UNSET)

        phone = d.pop("phone", UNSET)

        price_class = d.pop("price_class", UNSET)

        tags = cast(list[str], d.pop("tags", UNSET))


        version = d.pop("version", UNSET)

        wishes = d.pop("wishes", UNSET)

        customer = cls(
            id=id,
            contact_by=contact_by,
            created_at=created_at,
            email=email,
            locale=locale,
            name=name,
            notes=notes,
            phone=phone,
            price_class=price_class,
            tags=tags,
            version=version,
            wishes=wishes,
        )


        customer.additional_properties = d
        return customer

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
