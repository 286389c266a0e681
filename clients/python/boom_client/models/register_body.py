from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.venue_kind import VenueKind






T = TypeVar("T", bound="RegisterBody")



@_attrs_define
class RegisterBody:
    """ A business, its owner and where it is.

        Attributes:
            business_name (str):
            currency (str): ISO 4217.
            email (str):
            kind (VenueKind): What a business rents out; it only chooses sensible first settings.
            owner_name (str):
            password (str):
            subdomain (str): The first part of its address.
            time_zone (str): IANA.
     """

    business_name: str
    currency: str
    email: str
    kind: VenueKind
    owner_name: str
    password: str
    subdomain: str
    time_zone: str





    def to_dict(self) -> dict[str, Any]:
        business_name = self.business_name

        currency = self.currency

        email = self.email

        kind = self.kind.value

        owner_name = self.owner_name

        password = self.password

        subdomain = self.subdomain

        time_zone = self.time_zone


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "business_name": business_name,
            "currency": currency,
            "email": email,
            "kind": kind,
            "owner_name": owner_name,
            "password": password,
            "subdomain": subdomain,
            "time_zone": time_zone,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        business_name = d.pop("business_name")

        currency = d.pop("currency")

        email = d.pop("email")

        kind = VenueKind(d.pop("kind"))




        owner_name = d.pop("owner_name")

        password = d.pop("password")

        subdomain = d.pop("subdomain")

        time_zone = d.pop("time_zone")

        register_body = cls(
            business_name=business_name,
            currency=currency,
            email=email,
            kind=kind,
            owner_name=owner_name,
            password=password,
            subdomain=subdomain,
            time_zone=time_zone,
        )

        return register_body

