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
  from ..models.choice_body import ChoiceBody





T = TypeVar("T", bound="SeriesChangeBody")



@_attrs_define
class SeriesChangeBody:
    """ Another room, time or length for nights that have not begun; what is left out stays.

        Attributes:
            by_days (int | Unset):  Default: 0.
            choices (list[ChoiceBody] | Unset):
            from_on (datetime.date | None | Unset): From that night on; all of them where none is named.
            minutes (int | None | Unset):
            override_reason (str | Unset):  Default: ''.
            room_id (int | None | Unset):
            start (None | str | Unset):
            tell_customer (bool | Unset):  Default: False.
     """

    by_days: int | Unset = 0
    choices: list[ChoiceBody] | Unset = UNSET
    from_on: datetime.date | None | Unset = UNSET
    minutes: int | None | Unset = UNSET
    override_reason: str | Unset = ''
    room_id: int | None | Unset = UNSET
    start: None | str | Unset = UNSET
    tell_customer: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        from ..models.choice_body import ChoiceBody # noqa: PLC0415
        by_days = self.by_days

        choices: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.choices, Unset):
            choices = []
            for choices_item_data in self.choices:
                choices_item = choices_item_data.to_dict()
                choices.append(choices_item)



        from_on: None | str | Unset
        if isinstance(self.from_on, Unset):
            from_on = UNSET
        elif isinstance(self.from_on, datetime.date):
            from_on = self.from_on.isoformat()
        else:
            from_on = self.from_on

        minutes: int | None | Unset
        if isinstance(self.minutes, Unset):
            minutes = UNSET
        else:
            minutes = self.minutes

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

        tell_customer = self.tell_customer


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if by_days is not UNSET:
            field_dict["by_days"] = by_days
        if choices is not UNSET:
            field_dict["choices"] = choices
        if from_on is not UNSET:
            field_dict["from_on"] = from_on
        if minutes is not UNSET:
            field_dict["minutes"] = minutes
        if override_reason is not UNSET:
            field_dict["override_reason"] = override_reason
        if room_id is not UNSET:
            field_dict["room_id"] = room_id
        if start is not UNSET:
            field_dict["start"] = start
        if tell_customer is not UNSET:
            field_dict["tell_customer"] = tell_customer

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.choice_body import ChoiceBody # noqa: PLC0415
        d = dict(src_dict)
        by_days = d.pop("by_days", UNSET)

        _choices = d.pop("choices", UNSET)
        choices: list[ChoiceBody] | Unset = UNSET
        if _choices is not UNSET:
            choices = []
            for choices_item_data in _choices:
                choices_item = ChoiceBody.from_dict(choices_item_data)



                choices.append(choices_item)


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


        def _parse_minutes(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        minutes = _parse_minutes(d.pop("minutes", UNSET))


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


        tell_customer = d.pop("tell_customer", UNSET)

        series_change_body = cls(
            by_days=by_days,
            choices=choices,
            from_on=from_on,
            minutes=minutes,
            override_reason=override_reason,
            room_id=room_id,
            start=start,
            tell_customer=tell_customer,
        )

        return series_change_body

