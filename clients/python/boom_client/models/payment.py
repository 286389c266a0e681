from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.method import Method
from ..models.payment_state import PaymentState
from ..types import UNSET, Unset
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.amount import Amount





T = TypeVar("T", bound="Payment")



@_attrs_define
class Payment:
    """ Money taken for a booking, or for a gift voucher sold online.

        Attributes:
            id (int):
            amount (Amount | Unset): A sum of money.
            booking_id (int | None | Unset):
            is_test (bool | Unset): Made with test keys: no money moved.
            method (Method | Unset): How it was paid, or given back. Nobody pays with a gift voucher in that way: it pays
                inside the price
                (`bookings.domain.paying`); but money may go back as one.
            note (str | Unset):
            refunded_minor (int | Unset):
            state (PaymentState | Unset): PENDING and FAILED are for methods that answer later; what is recorded at the desk
                is TAKEN at once.
            taken_at (datetime.datetime | Unset):
            taken_by (str | Unset):
            venue_id (int | Unset):
            version (int | Unset):
     """

    id: int
    amount: Amount | Unset = UNSET
    booking_id: int | None | Unset = UNSET
    is_test: bool | Unset = UNSET
    method: Method | Unset = UNSET
    note: str | Unset = UNSET
    refunded_minor: int | Unset = UNSET
    state: PaymentState | Unset = UNSET
    taken_at: datetime.datetime | Unset = UNSET
    taken_by: str | Unset = UNSET
    venue_id: int | Unset = UNSET
    version: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.amount import Amount # noqa: PLC0415
        id = self.id

        amount: dict[str, Any] | Unset = UNSET
        if not isinstance(self.amount, Unset):
            amount = self.amount.to_dict()

        booking_id: int | None | Unset
        if isinstance(self.booking_id, Unset):
            booking_id = UNSET
        else:
            booking_id = self.booking_id

        is_test = self.is_test

        method: str | Unset = UNSET
        if not isinstance(self.method, Unset):
            method = self.method.value


        note = self.note

        refunded_minor = self.refunded_minor

        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.value


        taken_at: str | Unset = UNSET
        if not isinstance(self.taken_at, Unset):
            taken_at = self.taken_at.isoformat()

        taken_by = self.taken_by

        venue_id = self.venue_id

        version = self.version


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
        })
        if amount is not UNSET:
            field_dict["amount"] = amount
        if booking_id is not UNSET:
            field_dict["booking_id"] = booking_id
        if is_test is not UNSET:
            field_dict["is_test"] = is_test
        if method is not UNSET:
            field_dict["method"] = method
        if note is not UNSET:
            field_dict["note"] = note
        if refunded_minor is not UNSET:
            field_dict["refunded_minor"] = refunded_minor
        if state is not UNSET:
            field_dict["state"] = state
        if taken_at is not UNSET:
            field_dict["taken_at"] = taken_at
        if taken_by is not UNSET:
            field_dict["taken_by"] = taken_by
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id
        if version is not UNSET:
            field_dict["version"] = version

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.amount import Amount # noqa: PLC0415
        d = dict(src_dict)
        id = d.pop("id")

        _amount = d.pop("amount", UNSET)
        amount: Amount | Unset
        if isinstance(_amount,  Unset):
            amount = UNSET
        else:
            amount = Amount.from_dict(_amount)




        def _parse_booking_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        booking_id = _parse_booking_id(d.pop("booking_id", UNSET))


        is_test = d.pop("is_test", UNSET)

        _method = d.pop("method", UNSET)
        method: Method | Unset
        if isinstance(_method,  Unset):
            method = UNSET
        else:
            method = Method(_method)




        note = d.pop("note", UNSET)

        refunded_minor = d.pop("refunded_minor", UNSET)

        _state = d.pop("state", UNSET)
        state: PaymentState | Unset
        if isinstance(_state,  Unset):
            state = UNSET
        else:
            state = PaymentState(_state)




        _taken_at = d.pop("taken_at", UNSET)
        taken_at: datetime.datetime | Unset
        if isinstance(_taken_at,  Unset):
            taken_at = UNSET
        else:
            taken_at = datetime.datetime.fromisoformat(_taken_at)




        taken_by = d.pop("taken_by", UNSET)

        venue_id = d.pop("venue_id", UNSET)

        version = d.pop("version", UNSET)

        payment = cls(
            id=id,
            amount=amount,
            booking_id=booking_id,
            is_test=is_test,
            method=method,
            note=note,
            refunded_minor=refunded_minor,
            state=state,
            taken_at=taken_at,
            taken_by=taken_by,
            venue_id=venue_id,
            version=version,
        )


        payment.additional_properties = d
        return payment

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
