from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.token_pair import TokenPair





T = TypeVar("T", bound="Registered")



@_attrs_define
class Registered:
    """ A business that is there now, ready to use, and its owner's tokens.

        Attributes:
            id (int):
            name (str):
            subdomain (str):
            tokens (TokenPair): What calls are made with: `access_token` for a quarter of an hour; `refresh_token` gives the
                next.
            url (str):
     """

    id: int
    name: str
    subdomain: str
    tokens: TokenPair
    url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.token_pair import TokenPair # noqa: PLC0415
        id = self.id

        name = self.name

        subdomain = self.subdomain

        tokens = self.tokens.to_dict()

        url = self.url


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
            "name": name,
            "subdomain": subdomain,
            "tokens": tokens,
            "url": url,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.token_pair import TokenPair # noqa: PLC0415
        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        subdomain = d.pop("subdomain")

        tokens = TokenPair.from_dict(d.pop("tokens"))




        url = d.pop("url")

        registered = cls(
            id=id,
            name=name,
            subdomain=subdomain,
            tokens=tokens,
            url=url,
        )


        registered.additional_properties = d
        return registered

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
