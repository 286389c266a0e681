from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.refund_state import RefundState
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.amount import Amount





T = TypeVar("T", bound="RefundShape")



@_attrs_define
class RefundShape:
    """ Money given back. To a card it is under way until Stripe says so.

        Attributes:
            amount (Amount): A sum of money.
            booking_id (int | None):
            created_at (datetime.datetime):
            id (int):
            reason (str):
            state (RefundState): What is given at the desk is DONE at once; the others are for methods that answer later.

                FAILED was refused: nothing came of it, and what it took off the price counts no more. RETURNED was on its
                way, or there, and came back: what was decided stands, so it is owed again.
            to_credit (bool):
     """

    amount: Amount
    booking_id: int | None
    created_at: datetime.datetime
    id: int
    reason: str
    state: RefundState
    to_credit: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.amount import Amount # noqa: PLC0415
        amount = self.amount.to_dict()

        booking_id: int | None
        booking_id = self.booking_id

        created_at = self.created_at.isoformat()

        id = self.id

        reason = self.reason

        state = self.state.value

        to_credit = self.to_credit


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "amount": amount,
            "booking_id": booking_id,
            "created_at": created_at,
            "id": id,
            "reason": reason,
            "state": state,
            "to_credit": to_credit,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.amount import Amount # noqa: PLC0415
        d = dict(src_dict)
        amount = Amount.from_dict(d.pop("amount"))




        def _parse_booking_id(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        booking_id = _parse_booking_id(d.pop("booking_id"))


        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))




        id = d.pop("id")

        reason = d.pop("reason")

        state = RefundState(d.pop("state"))




        to_credit = d.pop("to_credit")

        refund_shape = cls(
            amount=amount,
            booking_id=booking_id,
            created_at=created_at,
            id=id,
            reason=reason,
            state=state,
            to_credit=to_credit,
        )


        refund_shape.additional_properties = d
        return refund_shape

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
