from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.called_off_body import CalledOffBody
  from ..models.moved_body import MovedBody





T = TypeVar("T", bound="NewClosing")



@_attrs_define
class NewClosing:
    """ What becomes of the bookings it touches; those not named stay as they are.

        Attributes:
            ends_on (datetime.date): ISO 8601. A business night bears the date of its opening.
            starts_on (datetime.date): ISO 8601. A business night bears the date of its opening.
            cancellations (list[CalledOffBody] | Unset):
            hours (list[list[str]] | Unset):
            moves (list[MovedBody] | Unset):
            reason (str | Unset):  Default: ''.
            room_id (int | None | Unset):
            tell_customer (bool | Unset):  Default: True.
     """

    ends_on: datetime.date
    starts_on: datetime.date
    cancellations: list[CalledOffBody] | Unset = UNSET
    hours: list[list[str]] | Unset = UNSET
    moves: list[MovedBody] | Unset = UNSET
    reason: str | Unset = ''
    room_id: int | None | Unset = UNSET
    tell_customer: bool | Unset = True





    def to_dict(self) -> dict[str, Any]:
        from ..models.called_off_body import CalledOffBody # noqa: PLC0415
        from ..models.moved_body import MovedBody # noqa: PLC0415
        ends_on = self.ends_on.isoformat()

        starts_on = self.starts_on.isoformat()

        cancellations: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.cancellations, Unset):
            cancellations = []
            for cancellations_item_data in self.cancellations:
                cancellations_item = cancellations_item_data.to_dict()
                cancellations.append(cancellations_item)



        hours: list[list[str]] | Unset = UNSET
        if not isinstance(self.hours, Unset):
            hours = []
            for hours_item_data in self.hours:
                hours_item = []
                for hours_item_item_data in hours_item_data:
                    hours_item_item: str
                    hours_item_item = hours_item_item_data
                    hours_item.append(hours_item_item)


                hours.append(hours_item)



        moves: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.moves, Unset):
            moves = []
            for moves_item_data in self.moves:
                moves_item = moves_item_data.to_dict()
                moves.append(moves_item)



        reason = self.reason

        room_id: int | None | Unset
        if isinstance(self.room_id, Unset):
            room_id = UNSET
        else:
            room_id = self.room_id

        tell_customer = self.tell_customer


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ends_on": ends_on,
            "starts_on": starts_on,
        })
        if cancellations is not UNSET:
            field_dict["cancellations"] = cancellations
        if hours is not UNSET:
            field_dict["hours"] = hours
        if moves is not UNSET:
            field_dict["moves"] = moves
        if reason is not UNSET:
            field_dict["reason"] = reason
        if room_id is not UNSET:
            field_dict["room_id"] = room_id
        if tell_customer is not UNSET:
            field_dict["tell_customer"] = tell_customer

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.called_off_body import CalledOffBody # noqa: PLC0415
        from ..models.moved_body import MovedBody # noqa: PLC0415
        d = dict(src_dict)
        ends_on = datetime.date.fromisoformat(d.pop("ends_on"))




        starts_on = datetime.date.fromisoformat(d.pop("starts_on"))




        _cancellations = d.pop("cancellations", UNSET)
        cancellations: list[CalledOffBody] | Unset = UNSET
        if _cancellations is not UNSET:
            cancellations = []
            for cancellations_item_data in _cancellations:
                cancellations_item = CalledOffBody.from_dict(cancellations_item_data)



                cancellations.append(cancellations_item)


        _hours = d.pop("hours", UNSET)
        hours: list[list[str]] | Unset = UNSET
        if _hours is not UNSET:
            hours = []
            for hours_item_data in _hours:
                hours_item = []
                _hours_item = hours_item_data
                for hours_item_item_data in (_hours_item):
                    def _parse_hours_item_item(data: object) -> str:
                        return cast(str, data)

                    hours_item_item = _parse_hours_item_item(hours_item_item_data)

                    hours_item.append(hours_item_item)

                hours.append(hours_item)


        _moves = d.pop("moves", UNSET)
        moves: list[MovedBody] | Unset = UNSET
        if _moves is not UNSET:
            moves = []
            for moves_item_data in _moves:
                moves_item = MovedBody.from_dict(moves_item_data)



                moves.append(moves_item)


        reason = d.pop("reason", UNSET)

        def _parse_room_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        room_id = _parse_room_id(d.pop("room_id", UNSET))


        tell_customer = d.pop("tell_customer", UNSET)

        new_closing = cls(
            ends_on=ends_on,
            starts_on=starts_on,
            cancellations=cancellations,
            hours=hours,
            moves=moves,
            reason=reason,
            room_id=room_id,
            tell_customer=tell_customer,
        )

        return new_closing

