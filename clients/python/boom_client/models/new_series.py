from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.new_series_source import NewSeriesSource
from ..types import UNSET, Unset
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.choice_body import ChoiceBody
  from ..models.new_series_answers_type_0 import NewSeriesAnswersType0





T = TypeVar("T", bound="NewSeries")



@_attrs_define
class NewSeries:
    """ A series of bookings for one guest.

        Attributes:
            first_on (datetime.date): ISO 8601. A business night bears the date of its opening.
            minutes (int):
            name (str):
            room_id (int):
            rule (str): FREQ (DAILY, WEEKLY, MONTHLY), INTERVAL, BYDAY, BYMONTHDAY, WKST, UNTIL or COUNT.
            start (str): 24:30 is half past midnight of that night.
            answers (NewSeriesAnswersType0 | None | Unset): To the venue's own questions, by key.
            choices (list[ChoiceBody] | Unset):
            email (str | Unset):  Default: ''.
            note (str | Unset):  Default: ''.
            override_reason (str | Unset): Sets soft rules aside; takes the permission to. Default: ''.
            party_size (int | None | Unset):
            phone (str | Unset): As typed; read as one of the venue's country. Default: ''.
            source (NewSeriesSource | Unset):  Default: NewSeriesSource.API.
            staff_note (str | Unset):  Default: ''.
            tell_customer (bool | Unset):  Default: True.
     """

    first_on: datetime.date
    minutes: int
    name: str
    room_id: int
    rule: str
    start: str
    answers: NewSeriesAnswersType0 | None | Unset = UNSET
    choices: list[ChoiceBody] | Unset = UNSET
    email: str | Unset = ''
    note: str | Unset = ''
    override_reason: str | Unset = ''
    party_size: int | None | Unset = UNSET
    phone: str | Unset = ''
    source: NewSeriesSource | Unset = NewSeriesSource.API
    staff_note: str | Unset = ''
    tell_customer: bool | Unset = True





    def to_dict(self) -> dict[str, Any]:
        from ..models.choice_body import ChoiceBody # noqa: PLC0415
        from ..models.new_series_answers_type_0 import NewSeriesAnswersType0 # noqa: PLC0415
        first_on = self.first_on.isoformat()

        minutes = self.minutes

        name = self.name

        room_id = self.room_id

        rule = self.rule

        start = self.start

        answers: dict[str, Any] | None | Unset
        if isinstance(self.answers, Unset):
            answers = UNSET
        elif isinstance(self.answers, NewSeriesAnswersType0):
            answers = self.answers.to_dict()
        else:
            answers = self.answers

        choices: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.choices, Unset):
            choices = []
            for choices_item_data in self.choices:
                choices_item = choices_item_data.to_dict()
                choices.append(choices_item)



        email = self.email

        note = self.note

        override_reason = self.override_reason

        party_size: int | None | Unset
        if isinstance(self.party_size, Unset):
            party_size = UNSET
        else:
            party_size = self.party_size

        phone = self.phone

        source: str | Unset = UNSET
        if not isinstance(self.source, Unset):
            source = self.source.value


        staff_note = self.staff_note

        tell_customer = self.tell_customer


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "first_on": first_on,
            "minutes": minutes,
            "name": name,
            "room_id": room_id,
            "rule": rule,
            "start": start,
        })
        if answers is not UNSET:
            field_dict["answers"] = answers
        if choices is not UNSET:
            field_dict["choices"] = choices
        if email is not UNSET:
            field_dict["email"] = email
        if note is not UNSET:
            field_dict["note"] = note
        if override_reason is not UNSET:
            field_dict["override_reason"] = override_reason
        if party_size is not UNSET:
            field_dict["party_size"] = party_size
        if phone is not UNSET:
            field_dict["phone"] = phone
        if source is not UNSET:
            field_dict["source"] = source
        if staff_note is not UNSET:
            field_dict["staff_note"] = staff_note
        if tell_customer is not UNSET:
            field_dict["tell_customer"] = tell_customer

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.choice_body import ChoiceBody # noqa: PLC0415
        from ..models.new_series_answers_type_0 import NewSeriesAnswersType0 # noqa: PLC0415
        d = dict(src_dict)
        first_on = datetime.date.fromisoformat(d.pop("first_on"))




        minutes = d.pop("minutes")

        name = d.pop("name")

        room_id = d.pop("room_id")

        rule = d.pop("rule")

        start = d.pop("start")

        def _parse_answers(data: object) -> NewSeriesAnswersType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                answers_type_0 = NewSeriesAnswersType0.from_dict(data)



                return answers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NewSeriesAnswersType0 | None | Unset, data)

        answers = _parse_answers(d.pop("answers", UNSET))


        _choices = d.pop("choices", UNSET)
        choices: list[ChoiceBody] | Unset = UNSET
        if _choices is not UNSET:
            choices = []
            for choices_item_data in _choices:
                choices_item = ChoiceBody.from_dict(choices_item_data)



                choices.append(choices_item)


        email = d.pop("email", UNSET)

        note = d.pop("note", UNSET)

        override_reason = d.pop("override_reason", UNSET)

        def _parse_party_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        party_size = _parse_party_size(d.pop("party_size", UNSET))


        phone = d.pop("phone", UNSET)

        _source = d.pop("source", UNSET)
        source: NewSeriesSource | Unset
        if isinstance(_source,  Unset):
            source = UNSET
        else:
            source = NewSeriesSource(_source)




        staff_note = d.pop("staff_note", UNSET)

        tell_customer = d.pop("tell_customer", UNSET)

        new_series = cls(
            first_on=first_on,
            minutes=minutes,
            name=name,
            room_id=room_id,
            rule=rule,
            start=start,
            answers=answers,
            choices=choices,
            email=email,
            note=note,
            override_reason=override_reason,
            party_size=party_size,
            phone=phone,
            source=source,
            staff_note=staff_note,
            tell_customer=tell_customer,
        )

        return new_series

