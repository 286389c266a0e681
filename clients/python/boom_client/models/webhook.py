from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.endpoint_state import EndpointState
from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="Webhook")



@_attrs_define
class Webhook:
    """ Where events are sent.

        Attributes:
            id (int):
            both_secrets_until (datetime.datetime | None | Unset): The secret before signs too until then.
            created_at (datetime.datetime | Unset):
            events (list[str] | Unset): None named: all of them, those of later versions too.
            failing_since (datetime.datetime | None | Unset):
            last_error (str | Unset):
            last_success_at (datetime.datetime | None | Unset):
            name (str | Unset):
            state (EndpointState | Unset):
            subscribed_by (str | Unset): The program that subscribed, as `key:3`; empty for a person's.
            url (str | Unset):
            version (int | Unset):
     """

    id: int
    both_secrets_until: datetime.datetime | None | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    events: list[str] | Unset = UNSET
    failing_since: datetime.datetime | None | Unset = UNSET
    last_error: str | Unset = UNSET
    last_success_at: datetime.datetime | None | Unset = UNSET
    name: str | Unset = UNSET
    state: EndpointState | Unset = UNSET
    subscribed_by: str | Unset = UNSET
    url: str | Unset = UNSET
    version: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        id = self.id

        both_secrets_until: None | str | Unset
        if isinstance(self.both_secrets_until, Unset):
            both_secrets_until = UNSET
        elif isinstance(self.both_secrets_until, datetime.datetime):
            both_secrets_until = self.both_secrets_until.isoformat()
        else:
            both_secrets_until = self.both_secrets_until

        created_at: str | Unset = UNSET
        if not isinstance(self.created_at, Unset):
            created_at = self.created_at.isoformat()

        events: list[str] | Unset = UNSET
        if not isinstance(self.events, Unset):
            events = self.events



        failing_since: None | str | Unset
        if isinstance(self.failing_since, Unset):
            failing_since = UNSET
        elif isinstance(self.failing_since, datetime.datetime):
            failing_since = self.failing_since.isoformat()
        else:
            failing_since = self.failing_since

        last_error = self.last_error

        last_success_at: None | str | Unset
        if isinstance(self.last_success_at, Unset):
            last_success_at = UNSET
        elif isinstance(self.last_success_at, datetime.datetime):
            last_success_at = self.last_success_at.isoformat()
        else:
            last_success_at = self.last_success_at

        name = self.name

        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.value


        subscribed_by = self.subscribed_by

        url = self.url

        version = self.version


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
        })
        if both_secrets_until is not UNSET:
            field_dict["both_secrets_until"] = both_secrets_until
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if events is not UNSET:
            field_dict["events"] = events
        if failing_since is not UNSET:
            field_dict["failing_since"] = failing_since
        if last_error is not UNSET:
            field_dict["last_error"] = last_error
        if last_success_at is not UNSET:
            field_dict["last_success_at"] = last_success_at
        if name is not UNSET:
            field_dict["name"] = name
        if state is not UNSET:
            field_dict["state"] = state
        if subscribed_by is not UNSET:
            field_dict["subscribed_by"] = subscribed_by
        if url is not UNSET:
            field_dict["url"] = url
        if version is not UNSET:
            field_dict["version"] = version

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        def _parse_both_secrets_until(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                both_secrets_until_type_0 = datetime.datetime.fromisoformat(data)



                return both_secrets_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        both_secrets_until = _parse_both_secrets_until(d.pop("both_secrets_until", UNSET))


        _created_at = d.pop("created_at", UNSET)
        created_at: datetime.datetime | Unset
        if isinstance(_created_at,  Unset):
            created_at = UNSET
        else:
            created_at = datetime.datetime.fromisoformat(_created_at)




        events = cast(list[str], d.pop("events", UNSET))


        def _parse_failing_since(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                failing_since_type_0 = datetime.datetime.fromisoformat(data)



                return failing_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        failing_since = _parse_failing_since(d.pop("failing_since", UNSET))


        last_error = d.pop("last_error", UNSET)

        def _parse_last_success_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_success_at_type_0 = datetime.datetime.fromisoformat(data)



                return last_success_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        last_success_at = _parse_last_success_at(d.pop("last_success_at", UNSET))


        name = d.pop("name", UNSET)

        _state = d.pop("state", UNSET)
        state: EndpointState | Unset
        if isinstance(_state,  Unset):
            state = UNSET
        else:
            state = EndpointState(_state)




        subscribed_by = d.pop("subscribed_by", UNSET)

        url = d.pop("url", UNSET)

        version = d.pop("version", UNSET)

        webhook = cls(
            id=id,
            both_secrets_until=both_secrets_until,
            created_at=created_at,
            events=events,
            failing_since=failing_since,
            last_error=last_error,
            last_success_at=last_success_at,
            name=name,
            state=state,
            subscribed_by=subscribed_by,
            url=url,
            version=version,
        )


        webhook.additional_properties = d
        return webhook

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
