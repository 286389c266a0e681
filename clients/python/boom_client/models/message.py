from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.channel import Channel
from ..models.message_state import MessageState
from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="Message")



@_attrs_define
class Message:
    """ A message to a guest, and what became of it.

        Attributes:
            id (int):
            attempts (int | Unset):
            booking_id (int | None | Unset):
            can_resend (bool | Unset):
            channel (Channel | Unset):
            created_at (datetime.datetime | Unset):
            kind (str | Unset):
            last_error (str | Unset):
            outcome (str | Unset): delivered or bounced, where whoever carried it says so.
            sent_at (datetime.datetime | None | Unset):
            state (MessageState | Unset): `sending` with a lease that has run out means: its worker died, and nobody knows
                how far it got.
            subject (str | Unset):
            to_address (str | Unset): Empty for who may not see customers.
     """

    id: int
    attempts: int | Unset = UNSET
    booking_id: int | None | Unset = UNSET
    can_resend: bool | Unset = UNSET
    channel: Channel | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    kind: str | Unset = UNSET
    last_error: str | Unset = UNSET
    outcome: str | Unset = UNSET
    sent_at: datetime.datetime | None | Unset = UNSET
    state: MessageState | Unset = UNSET
    subject: str | Unset = UNSET
    to_address: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        id = self.id

        attempts = self.attempts

        booking_id: int | None | Unset
        if isinstance(self.booking_id, Unset):
            booking_id = UNSET
        else:
            booking_id = self.booking_id

        can_resend = self.can_resend

        channel: str | Unset = UNSET
        if not isinstance(self.channel, Unset):
            channel = self.channel.value


        created_at: str | Unset = UNSET
        if not isinstance(self.created_at, Unset):
            created_at = self.created_at.isoformat()

        kind = self.kind

        last_error = self.last_error

        outcome = self.outcome

        sent_at: None | str | Unset
        if isinstance(self.sent_at, Unset):
            sent_at = UNSET
        elif isinstance(self.sent_at, datetime.datetime):
            sent_at = self.sent_at.isoformat()
        else:
            sent_at = self.sent_at

        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.value


        subject = self.subject

        to_address = self.to_address


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
        })
        if attempts is not UNSET:
            field_dict["attempts"] = attempts
        if booking_id is not UNSET:
            field_dict["booking_id"] = booking_id
        if can_resend is not UNSET:
            field_dict["can_resend"] = can_resend
        if channel is not UNSET:
            field_dict["channel"] = channel
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if kind is not UNSET:
            field_dict["kind"] = kind
        if last_error is not UNSET:
            field_dict["last_error"] = last_error
        if outcome is not UNSET:
            field_dict["outcome"] = outcome
        if sent_at is not UNSET:
            field_dict["sent_at"] = sent_at
        if state is not UNSET:
            field_dict["state"] = state
        if subject is not UNSET:
            field_dict["subject"] = subject
        if to_address is not UNSET:
            field_dict["to_address"] = to_address

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        attempts = d.pop("attempts", UNSET)

        def _parse_booking_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        booking_id = _parse_booking_id(d.pop("booking_id", UNSET))


        can_resend = d.pop("can_resend", UNSET)

        _channel = d.pop("channel", UNSET)
        channel: Channel | Unset
        if isinstance(_channel,  Unset):
            channel = UNSET
        else:
            channel = Channel(_channel)




        _created_at = d.pop("created_at", UNSET)
        created_at: datetime.datetime | Unset
        if isinstance(_created_at,  Unset):
            created_at = UNSET
        else:
            created_at = datetime.datetime.fromisoformat(_created_at)




        kind = d.pop("kind", UNSET)

        last_error = d.pop("last_error", UNSET)

        outcome = d.pop("outcome", UNSET)

        def _parse_sent_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sent_at_type_0 = datetime.datetime.fromisoformat(data)



                return sent_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        sent_at = _parse_sent_at(d.pop("sent_at", UNSET))


        _state = d.pop("state", UNSET)
        state: MessageState | Unset
        if isinstance(_state,  Unset):
            state = UNSET
        else:
            state = MessageState(_state)




        subject = d.pop("subject", UNSET)

        to_address = d.pop("to_address", UNSET)

        message = cls(
            id=id,
            attempts=attempts,
            booking_id=booking_id,
            can_resend=can_resend,
            channel=channel,
            created_at=created_at,
            kind=kind,
            last_error=last_error,
            outcome=outcome,
            sent_at=sent_at,
            state=state,
            subject=subject,
            to_address=to_address,
        )


        message.additional_properties = d
        return message

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
