from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="NewVoucher")



@_attrs_define
class NewVoucher:
    """ What it is worth; a code is drawn where none is given.

        Attributes:
            venue_id (int):
            worth_minor (int): In the smallest coin of the currency.
            code (str | Unset):  Default: ''.
            expires_on (datetime.date | None | Unset):
            note (str | Unset):  Default: ''.
     """

    venue_id: int
    worth_minor: int
    code: str | Unset = ''
    expires_on: datetime.date | None | Unset = UNSET
    note: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        venue_id = self.venue_id

        worth_minor = self.worth_minor

        code = self.code

        expires_on: None | str | Unset
        if isinstance(self.expires_on, Unset):
            expires_on = UNSET
        elif isinstance(self.expires_on, datetime.date):
            expires_on = self.expires_on.isoformat()
        else:
            expires_on = self.expires_on

        note = self.note


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "venue_id": venue_id,
            "worth_minor": worth_minor,
        })
        if code is not UNSET:
            field_dict["code"] = code
        if expires_on is not UNSET:
            field_dict["expires_on"] = expires_on
        if note is not UNSET:
            field_dict["note"] = note

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        venue_id = d.pop("venue_id")

        worth_minor = d.pop("worth_minor")

        code = d.pop("code", UNSET)

        def _parse_expires_on(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_on_type_0 = datetime.date.fromisoformat(data)



                return expires_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        expires_on = _parse_expires_on(d.pop("expires_on", UNSET))


        note = d.pop("note", UNSET)

        new_voucher = cls(
            venue_id=venue_id,
            worth_minor=worth_minor,
            code=code,
            expires_on=expires_on,
            note=note,
        )

        return new_voucher

