from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.new_customer_contact_by import NewCustomerContactBy
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="NewCustomer")



@_attrs_define
class NewCustomer:
    """ A customer to add.

        Attributes:
            name (str):
            contact_by (NewCustomerContactBy | Unset):  Default: NewCustomerContactBy.VALUE_0.
            email (str | Unset):  Default: ''.
            notes (str | Unset):  Default: ''.
            phone (str | Unset):  Default: ''.
            price_class (str | Unset):  Default: ''.
            tags (list[str] | Unset):
            wishes (str | Unset):  Default: ''.
     """

    name: str
    contact_by: NewCustomerContactBy | Unset = NewCustomerContactBy.VALUE_0
    email: str | Unset = ''
    notes: str | Unset = ''
    phone: str | Unset = ''
    price_class: str | Unset = ''
    tags: list[str] | Unset = UNSET
    wishes: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        name = self.name

        contact_by: str | Unset = UNSET
        if not isinstance(self.contact_by, Unset):
            contact_by = self.contact_by.value


        email = self.email

        notes = self.notes

        phone = self.phone

        price_class = self.price_class

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags



        wishes = self.wishes


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "name": name,
        })
        if contact_by is not UNSET:
            field_dict["contact_by"] = contact_by
        if email is not UNSET:
            field_dict["email"] = email
        if notes is not UNSET:
            field_dict["notes"] = notes
        if phone is not UNSET:
            field_dict["phone"] = phone
        if price_class is not UNSET:
            field_dict["price_class"] = price_class
        if tags is not UNSET:
            field_dict["tags"] = tags
        if wishes is not UNSET:
            field_dict["wishes"] = wishes

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        _contact_by = d.pop("contact_by", UNSET)
        contact_by: NewCustomerContactBy | Unset
        if isinstance(_contact_by,  Unset):
            contact_by = UNSET
        else:
            contact_by = NewCustomerContactBy(_contact_by)




        email = d.pop("email", UNSET)

        notes = d.pop("notes", UNSET)

        phone = d.pop("phone", UNSET)

        price_class = d.pop("price_class", UNSET)

        tags = cast(list[str], d.pop("tags", UNSET))


        wishes = d.pop("wishes", UNSET)

        new_customer = cls(
            name=name,
            contact_by=contact_by,
            email=email,
            notes=notes,
            phone=phone,
            price_class=price_class,
            tags=tags,
            wishes=wishes,
        )

        return new_customer

