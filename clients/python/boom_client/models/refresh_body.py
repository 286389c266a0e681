from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="RefreshBody")



@_attrs_define
class RefreshBody:
    """ What the log-in gave.

        Attributes:
            refresh_token (str):
            subdomain (None | str | Unset): At the platform's own host: the first part of the business's address.
     """

    refresh_token: str
    subdomain: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        refresh_token = self.refresh_token

        subdomain: None | str | Unset
        if isinstance(self.subdomain, Unset):
            subdomain = UNSET
        else:
            subdomain = self.subdomain


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "refresh_token": refresh_token,
        })
        if subdomain is not UNSET:
            field_dict["subdomain"] = subdomain

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        refresh_token = d.pop("refresh_token")

        def _parse_subdomain(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        subdomain = _parse_subdomain(d.pop("subdomain", UNSET))


        refresh_body = cls(
            refresh_token=refresh_token,
            subdomain=subdomain,
        )

        return refresh_body

