from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="SeriesEndBody")



@_attrs_define
class SeriesEndBody:
    """ From which night on it ends, and on which terms.

        Attributes:
            charge_nothing (bool | Unset): Takes `override_reason` and the permission to. Default: False.
            from_on (datetime.date | None | Unset): From that night on; all of them where none is named.
            override_reason (str | Unset):  Default: ''.
            reason (str | Unset):  Default: ''.
            tell_customer (bool | Unset):  Default: True.
     """

    charge_nothing: bool | Unset = False
    from_on: datetime.date | None | Unset = UNSET
    override_reason: str | Unset = ''
    reason: str | Unset = ''
    tell_customer: bool | Unset = True





    def to_dict(self) -> dict[str, Any]:
        charge_nothing = self.charge_nothing

        from_on: None | str | Unset
        if isinstance(self.from_on, Unset):
            from_on = UNSET
        elif isinstance(self.from_on, datetime.date):
            from_on = self.from_on.isoformat()
        else:
            from_on = self.from_on

        override_reason = self.override_reason

        reason = self.reason

        tell_customer = self.tell_customer


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if charge_nothing is not UNSET:
            field_dict["charge_nothing"] = charge_nothing
        if from_on is not UNSET:
            field_dict["from_on"] = from_on
        if override_reason is not UNSET:
            field_dict["override_reason"] = override_reason
        if reason is not UNSET:
            field_dict["reason"] = reason
        if tell_customer is not UNSET:
            field_dict["tell_customer"] = tell_customer

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        charge_nothing = d.pop("charge_nothing", UNSET)

        def _parse_from_on(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                from_on_type_0 = datetime.date.fromisoformat(data)



                return from_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        from_on = _parse_from_on(d.pop("from_on", UNSET))


        override_reason = d.pop("override_reason", UNSET)

        reason = d.pop("reason", UNSET)

        tell_customer = d.pop("tell_customer", UNSET)

        series_end_body = cls(
            charge_nothing=charge_nothing,
            from_on=from_on,
            override_reason=override_reason,
            reason=reason,
            tell_customer=tell_customer,
        )

        return series_end_body

