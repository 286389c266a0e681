from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.extra import Extra





T = TypeVar("T", bound="TermsBody")



@_attrs_define
class TermsBody:
    """ What goes into a price beside room, time and party.

        Attributes:
            add_ons (list[Extra] | Unset):
            agreed_minor (int | None | Unset): A price agreed on; needs `price_reason`.
            off_percent (int | None | Unset): So much off; needs `price_reason`.
            package_id (int | None | Unset):
            price_reason (str | Unset):  Default: ''.
            promo_code (str | Unset):  Default: ''.
            voucher_code (str | Unset):  Default: ''.
     """

    add_ons: list[Extra] | Unset = UNSET
    agreed_minor: int | None | Unset = UNSET
    off_percent: int | None | Unset = UNSET
    package_id: int | None | Unset = UNSET
    price_reason: str | Unset = ''
    promo_code: str | Unset = ''
    voucher_code: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        from ..models.extra import Extra # noqa: PLC0415
        add_ons: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.add_ons, Unset):
            add_ons = []
            for add_ons_item_data in self.add_ons:
                add_ons_item = add_ons_item_data.to_dict()
                add_ons.append(add_ons_item)



        agreed_minor: int | None | Unset
        if isinstance(self.agreed_minor, Unset):
            agreed_minor = UNSET
        else:
            agreed_minor = self.agreed_minor

        off_percent: int | None | Unset
        if isinstance(self.off_percent, Unset):
            off_percent = UNSET
        else:
            off_percent = self.off_percent

        package_id: int | None | Unset
        if isinstance(self.package_id, Unset):
            package_id = UNSET
        else:
            package_id = self.package_id

        price_reason = self.price_reason

        promo_code = self.promo_code

        voucher_code = self.voucher_code


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if add_ons is not UNSET:
            field_dict["add_ons"] = add_ons
        if agreed_minor is not UNSET:
            field_dict["agreed_minor"] = agreed_minor
        if off_percent is not UNSET:
            field_dict["off_percent"] = off_percent
        if package_id is not UNSET:
            field_dict["package_id"] = package_id
        if price_reason is not UNSET:
            field_dict["price_reason"] = price_reason
        if promo_code is not UNSET:
            field_dict["promo_code"] = promo_code
        if voucher_code is not UNSET:
            field_dict["voucher_code"] = voucher_code

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.extra import Extra # noqa: PLC0415
        d = dict(src_dict)
        _add_ons = d.pop("add_ons", UNSET)
        add_ons: list[Extra] | Unset = UNSET
        if _add_ons is not UNSET:
            add_ons = []
            for add_ons_item_data in _add_ons:
                add_ons_item = Extra.from_dict(add_ons_item_data)



                add_ons.append(add_ons_item)


        def _parse_agreed_minor(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        agreed_minor = _parse_agreed_minor(d.pop("agreed_minor", UNSET))


        def _parse_off_percent(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        off_percent = _parse_off_percent(d.pop("off_percent", UNSET))


        def _parse_package_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        package_id = _parse_package_id(d.pop("package_id", UNSET))


        price_reason = d.pop("price_reason", UNSET)

        promo_code = d.pop("promo_code", UNSET)

        voucher_code = d.pop("voucher_code", UNSET)

        terms_body = cls(
            add_ons=add_ons,
            agreed_minor=agreed_minor,
            off_percent=off_percent,
            package_id=package_id,
            price_reason=price_reason,
            promo_code=promo_code,
            voucher_code=voucher_code,
        )

        return terms_body

