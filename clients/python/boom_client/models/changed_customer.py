from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.changed_customer_contact_by import ChangedCustomerContactBy
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="ChangedCustomer")



@_attrs_define
class ChangedCustomer:
    """ What to change; what is left out stays.

        Attributes:
            contact_by (ChangedCustomerContactBy | Unset):  Default: ChangedCustomerContactBy.VALUE_0.
            email (str | Unset):  Default: ''.
            name (str | Unset):  Default: ''.
            notes (str | Unset):  Default: ''.
            phone (str | Unset):  Default: ''.
            price_class (str | Unset):  Default: ''.
            tags (list[str] | Unset):
            wishes (str | Unset):  Default: ''.
     """

    contact_by: ChangedCustomerContactBy | Unset = ChangedCustomerContactBy.VALUE_0
    email: str | Unset = ''
    name: str | Unset = ''
    notes: str | Unset = ''
    phone: str | Unset = ''
    price_class: str | Unset = ''
    tags: list[str] | Unset = UNSET
    wishes: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        contact_by: str | Unset = UNSET
        if not isinstance(self.contact_by, Unset):
            contact_by = self.contact_by.value


        email = self.email

        name = self.name

        notes = self.notes

        phone = self.phone

        price_class = self.price_class

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags



        wishes = self.wishes


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if contact_by is not UNSET:
            field_dict["contact_by"] = contact_by
        if email is not UNSET:
            field_dict["email"] = email
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
        if wishes is not UNSET:
            field_dict["wishes"] = wishes

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _contact_by = d.pop("contact_by", UNSET)
        contact_by: ChangedCustomerContactBy | Unset
        if isinstance(_contact_by,  Unset):
            contact_by = UNSET
        else:
            contact_by = ChangedCustomerContactBy(_contact_by)




        email = d.pop("email", UNSET)

        name = d.pop("name", UNSET)

        notes = d.pop("notes", UNSET)

        phone = d.pop("phone", UNSET)

        price_class = d.pop("price_class", UNSET)

        tags = cast(list[str], d.pop("tags", UNSET))


        wishes = d.pop("wishes", UNSET)

        changed_customer = cls(
            contact_by=contact_by,
            email=email,
            name=name,
            notes=notes,
            phone=phone,
            price_class=price_class,
            tags=tags,
            wishes=wishes,
        )

        return changed_customer

