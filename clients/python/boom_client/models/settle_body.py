from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.settle_body_how import SettleBodyHow
from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="SettleBody")



@_attrs_define
class SettleBody:
    """ What becomes of a night that was missed.

        Attributes:
            day (datetime.date): ISO 8601. A business night bears the date of its opening.
            how (SettleBodyHow): `place`: in `room_id` at `start`; `anyway`: against rules, with `override_reason`.
            override_reason (str | Unset):  Default: ''.
            room_id (int | None | Unset):
            start (None | str | Unset):
     """

    day: datetime.date
    how: SettleBodyHow
    override_reason: str | Unset = ''
    room_id: int | None | Unset = UNSET
    start: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        day = self.day.isoformat()

        how = self.how.value

        override_reason = self.override_reason

        room_id: int | None | Unset
        if isinstance(self.room_id, Unset):
            room_id = UNSET
        else:
            room_id = self.room_id

        start: None | str | Unset
        if isinstance(self.start, Unset):
            start = UNSET
        else:
            start = self.start


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "day": day,
            "how": how,
        })
        if override_reason is not UNSET:
            field_dict["override_reason"] = override_reason
        if room_id is not UNSET:
            field_dict["room_id"] = room_id
        if start is not UNSET:
            field_dict["start"] = start

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        day = datetime.date.fromisoformat(d.pop("day"))




        how = SettleBodyHow(d.pop("how"))




        override_reason = d.pop("override_reason", UNSET)

        def _parse_room_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        room_id = _parse_room_id(d.pop("room_id", UNSET))


        def _parse_start(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        start = _parse_start(d.pop("start", UNSET))


        settle_body = cls(
            day=day,
            how=how,
            override_reason=override_reason,
            room_id=room_id,
            start=start,
        )

        return settle_body

