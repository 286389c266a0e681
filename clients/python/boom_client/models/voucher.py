from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.rule_state import RuleState
from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="Voucher")



@_attrs_define
class Voucher:
    """ Money paid ahead.

        Attributes:
            id (int):
            balance_minor (int | Unset):
            code (str | Unset):
            created_at (datetime.datetime | Unset):
            currency (str | Unset):
            expires_on (datetime.date | None | Unset):
            initial_minor (int | Unset):
            is_test (bool | Unset):
            note (str | Unset):
            state (RuleState | Unset): A draft is nobody's price yet; an archived rule is kept for the bookings that it
                made.
            venue_id (int | Unset):
     """

    id: int
    balance_minor: int | Unset = UNSET
    code: str | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    currency: str | Unset = UNSET
    expires_on: datetime.date | None | Unset = UNSET
    initial_minor: int | Unset = UNSET
    is_test: bool | Unset = UNSET
    note: str | Unset = UNSET
    state: RuleState | Unset = UNSET
    venue_id: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        id = self.id

        balance_minor = self.balance_minor

        code = self.code

        created_at: str | Unset = UNSET
        if not isinstance(self.created_at, Unset):
            created_at = self.created_at.isoformat()

        currency = self.currency

        expires_on: None | str | Unset
        if isinstance(self.expires_on, Unset):
            expires_on = UNSET
        elif isinstance(self.expires_on, datetime.date):
            expires_on = self.expires_on.isoformat()
        else:
            expires_on = self.expires_on

        initial_minor = self.initial_minor

        is_test = self.is_test

        note = self.note

        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.value


        venue_id = self.venue_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
        })
        if balance_minor is not UNSET:
            field_dict["balance_minor"] = balance_minor
        if code is not UNSET:
            field_dict["code"] = code
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if currency is not UNSET:
            field_dict["currency"] = currency
        if expires_on is not UNSET:
            field_dict["expires_on"] = expires_on
        if initial_minor is not UNSET:
            field_dict["initial_minor"] = initial_minor
        if is_test is not UNSET:
            field_dict["is_test"] = is_test
        if note is not UNSET:
            field_dict["note"] = note
        if state is not UNSET:
            field_dict["state"] = state
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        balance_minor = d.pop("balance_minor", UNSET)

        code = d.pop("code", UNSET)

        _created_at = d.pop("created_at", UNSET)
        created_at: datetime.datetime | Unset
        if isinstance(_created_at,  Unset):
            created_at = UNSET
        else:
            created_at = datetime.datetime.fromisoformat(_created_at)




        currency = d.pop("currency", UNSET)

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


        initial_minor = d.pop("initial_minor", UNSET)

        is_test = d.pop("is_test", UNSET)

        note = d.pop("note", UNSET)

        _state = d.pop("state", UNSET)
        state: RuleState | Unset
        if isinstance(_state,  Unset):
            state = UNSET
        else:
            state = RuleState(_state)




        venue_id = d.pop("venue_id", UNSET)

        voucher = cls(
            id=id,
            balance_minor=balance_minor,
            code=code,
            created_at=created_at,
            currency=currency,
            expires_on=expires_on,
            initial_minor=initial_minor,
            is_test=is_test,
            note=note,
            state=state,
            venue_id=venue_id,
        )


        voucher.additional_properties = d
        return voucher

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
