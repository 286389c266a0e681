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





T = TypeVar("T", bound="NewBlockSeries")



@_attrs_define
class NewBlockSeries:
    """ A room closed off again and again.

        Attributes:
            first_on (datetime.date): ISO 8601. A business night bears the date of its opening.
            minutes (int):
            room_id (int):
            rule (str): FREQ (DAILY, WEEKLY, MONTHLY), INTERVAL, BYDAY, BYMONTHDAY, WKST, UNTIL or COUNT.
            start (str): 24:30 is half past midnight of that night.
            choices (list[ChoiceBody] | Unset):
            reason (str | Unset):  Default: ''.
     """

    first_on: datetime.date
    minutes: int
    room_id: int
    rule: str
    start: str
    choices: list[ChoiceBody] | Unset = UNSET
    reason: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        from ..models.choice_body import ChoiceBody # noqa: PLC0415
        first_on = self.first_on.isoformat()

        minutes = self.minutes

        room_id = self.room_id

        rule = self.rule

        start = self.start

        choices: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.choices, Unset):
            choices = []
            for choices_item_data in self.choices:
                choices_item = choices_item_data.to_dict()
                choices.append(choices_item)



        reason = self.reason


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "first_on": first_on,
            "minutes": minutes,
            "room_id": room_id,
            "rule": rule,
            "start": start,
        })
        if choices is not UNSET:
            field_dict["choices"] = choices
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.choice_body import ChoiceBody # noqa: PLC0415
        d = dict(src_dict)
        first_on = datetime.date.fromisoformat(d.pop("first_on"))




        minutes = d.pop("minutes")

        room_id = d.pop("room_id")

        rule = d.pop("rule")

        start = d.pop("start")

        _choices = d.pop("choices", UNSET)
        choices: list[ChoiceBody] | Unset = UNSET
        if _choices is not UNSET:
            choices = []
            for choices_item_data in _choices:
                choices_item = ChoiceBody.from_dict(choices_item_data)



                choices.append(choices_item)


        reason = d.pop("reason", UNSET)

        new_block_series = cls(
            first_on=first_on,
            minutes=minutes,
            room_id=room_id,
            rule=rule,
            start=start,
            choices=choices,
            reason=reason,
        )

        return new_block_series

