from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="NewHook")



@_attrs_define
class NewHook:
    """ Where a program wants to hear of what.

        Attributes:
            url (str): HTTPS, and reached from the internet.
            event (None | str | Unset): One of `GET /webhook-events`.
            events (list[str] | Unset): Instead of `event`, several; neither: all.
     """

    url: str
    event: None | str | Unset = UNSET
    events: list[str] | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        url = self.url

        event: None | str | Unset
        if isinstance(self.event, Unset):
            event = UNSET
        else:
            event = self.event

        events: list[str] | Unset = UNSET
        if not isinstance(self.events, Unset):
            events = self.events




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "url": url,
        })
        if event is not UNSET:
            field_dict["event"] = event
        if events is not UNSET:
            field_dict["events"] = events

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        url = d.pop("url")

        def _parse_event(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        event = _parse_event(d.pop("event", UNSET))


        events = cast(list[str], d.pop("events", UNSET))


        new_hook = cls(
            url=url,
            event=event,
            events=events,
        )

        return new_hook

