from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="Rules")



@_attrs_define
class Rules:
    """ Booking rules: whole minutes, but `horizon_days`.

        Attributes:
            buffer_after (int):
            buffer_before (int):
            cancel_until (int):
            duration_step (int):
            horizon_days (int):
            lead_time (int):
            max_duration (int):
            min_duration (int):
            slot_step (int):
     """

    buffer_after: int
    buffer_before: int
    cancel_until: int
    duration_step: int
    horizon_days: int
    lead_time: int
    max_duration: int
    min_duration: int
    slot_step: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        buffer_after = self.buffer_after

        buffer_before = self.buffer_before

        cancel_until = self.cancel_until

        duration_step = self.duration_step

        horizon_days = self.horizon_days

        lead_time = self.lead_time

        max_duration = self.max_duration

        min_duration = self.min_duration

        slot_step = self.slot_step


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "buffer_after": buffer_after,
            "buffer_before": buffer_before,
            "cancel_until": cancel_until,
            "duration_step": duration_step,
            "horizon_days": horizon_days,
            "lead_time": lead_time,
            "max_duration": max_duration,
            "min_duration": min_duration,
            "slot_step": slot_step,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        buffer_after = d.pop("buffer_after")

        buffer_before = d.pop("buffer_before")

        cancel_until = d.pop("cancel_until")

        duration_step = d.pop("duration_step")

        horizon_days = d.pop("horizon_days")

        lead_time = d.pop("lead_time")

        max_duration = d.pop("max_duration")

        min_duration = d.pop("min_duration")

        slot_step = d.pop("slot_step")

        rules = cls(
            buffer_after=buffer_after,
            buffer_before=buffer_before,
            cancel_until=cancel_until,
            duration_step=duration_step,
            horizon_days=horizon_days,
            lead_time=lead_time,
            max_duration=max_duration,
            min_duration=min_duration,
            slot_step=slot_step,
        )


        rules.additional_properties = d
        return rules

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
