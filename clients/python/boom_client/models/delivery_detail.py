from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.delivery_state import DeliveryState
from ..types import UNSET, Unset
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.attempt import Attempt
  from ..models.delivery_detail_body_type_0 import DeliveryDetailBodyType0





T = TypeVar("T", bound="DeliveryDetail")



@_attrs_define
class DeliveryDetail:
    """ A delivery with what was sent and how each try fared, the latest first.

        Attributes:
            id (int):
            attempts (int | Unset):
            body (DeliveryDetailBodyType0 | None | Unset): null where what it told of was erased.
            created_at (datetime.datetime | Unset):
            delivered_at (datetime.datetime | None | Unset):
            event (str | Unset):
            event_id (str | Unset): The header webhook-id: the same whenever it is sent again.
            next_at (datetime.datetime | None | Unset): When it is tried next.
            state (DeliveryState | Unset):
            tries (list[Attempt] | Unset):
     """

    id: int
    attempts: int | Unset = UNSET
    body: DeliveryDetailBodyType0 | None | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    delivered_at: datetime.datetime | None | Unset = UNSET
    event: str | Unset = UNSET
    event_id: str | Unset = UNSET
    next_at: datetime.datetime | None | Unset = UNSET
    state: DeliveryState | Unset = UNSET
    tries: list[Attempt] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.attempt import Attempt # noqa: PLC0415
        from ..models.delivery_detail_body_type_0 import DeliveryDetailBodyType0 # noqa: PLC0415
        id = self.id

        attempts = self.attempts

        body: dict[str, Any] | None | Unset
        if isinstance(self.body, Unset):
            body = UNSET
        elif isinstance(self.body, DeliveryDetailBodyType0):
            body = self.body.to_dict()
        else:
            body = self.body

        created_at: str | Unset = UNSET
        if not isinstance(self.created_at, Unset):
            created_at = self.created_at.isoformat()

        delivered_at: None | str | Unset
        if isinstance(self.delivered_at, Unset):
            delivered_at = UNSET
        elif isinstance(self.delivered_at, datetime.datetime):
            delivered_at = self.delivered_at.isoformat()
        else:
            delivered_at = self.delivered_at

        event = self.event

        event_id = self.event_id

        next_at: None | str | Unset
        if isinstance(self.next_at, Unset):
            next_at = UNSET
        elif isinstance(self.next_at, datetime.datetime):
            next_at = self.next_at.isoformat()
        else:
            next_at = self.next_at

        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.value


        tries: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.tries, Unset):
            tries = []
            for tries_item_data in self.tries:
                tries_item = tries_item_data.to_dict()
                tries.append(tries_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
        })
        if attempts is not UNSET:
            field_dict["attempts"] = attempts
        if body is not UNSET:
            field_dict["body"] = body
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if delivered_at is not UNSET:
            field_dict["delivered_at"] = delivered_at
        if event is not UNSET:
            field_dict["event"] = event
        if event_id is not UNSET:
            field_dict["event_id"] = event_id
        if next_at is not UNSET:
            field_dict["next_at"] = next_at
        if state is not UNSET:
            field_dict["state"] = state
        if tries is not UNSET:
            field_dict["tries"] = tries

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.attempt import Attempt # noqa: PLC0415
        from ..models.delivery_detail_body_type_0 import DeliveryDetailBodyType0 # noqa: PLC0415
        d = dict(src_dict)
        id = d.pop("id")

        attempts = d.pop("attempts", UNSET)

        def _parse_body(data: object) -> DeliveryDetailBodyType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                body_type_0 = DeliveryDetailBodyType0.from_dict(data)



                return body_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeliveryDetailBodyType0 | None | Unset, data)

        body = _parse_body(d.pop("body", UNSET))


        _created_at = d.pop("created_at", UNSET)
        created_at: datetime.datetime | Unset
        if isinstance(_created_at,  Unset):
            created_at = UNSET
        else:
            created_at = datetime.datetime.fromisoformat(_created_at)




        def _parse_delivered_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                delivered_at_type_0 = datetime.datetime.fromisoformat(data)



                return delivered_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        delivered_at = _parse_delivered_at(d.pop("delivered_at", UNSET))


        event = d.pop("event", UNSET)

        event_id = d.pop("event_id", UNSET)

        def _parse_next_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                next_at_type_0 = datetime.datetime.fromisoformat(data)



                return next_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        next_at = _parse_next_at(d.pop("next_at", UNSET))


        _state = d.pop("state", UNSET)
        state: DeliveryState | Unset
        if isinstance(_state,  Unset):
            state = UNSET
        else:
            state = DeliveryState(_state)




        _tries = d.pop("tries", UNSET)
        tries: list[Attempt] | Unset = UNSET
        if _tries is not UNSET:
            tries = []
            for tries_item_data in _tries:
                tries_item = Attempt.from_dict(tries_item_data)



                tries.append(tries_item)


        delivery_detail = cls(
            id=id,
            attempts=attempts,
            body=body,
            created_at=created_at,
            delivered_at=delivered_at,
            event=event,
            event_id=event_id,
            next_at=next_at,
            state=state,
            tries=tries,
        )


        delivery_detail.additional_properties = d
        return delivery_detail

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
