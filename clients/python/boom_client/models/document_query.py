from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.document_kind import DocumentKind
from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="DocumentQuery")



@_attrs_define
class DocumentQuery:
    """ Which documents.

        Attributes:
            booking_id (int | None | Unset):
            cursor (None | str | Unset): `next_cursor` of the piece before; leave it out for the first.
            fields (None | str | Unset): Only these, by name with commas between: `id,reference,starts_at`.
            issued_before (datetime.datetime | None | Unset):
            issued_from (datetime.datetime | None | Unset):
            kind (DocumentKind | None | Unset):
            limit (int | Unset): How many at the most. Default: 50.
            venue_id (int | None | Unset):
     """

    booking_id: int | None | Unset = UNSET
    cursor: None | str | Unset = UNSET
    fields: None | str | Unset = UNSET
    issued_before: datetime.datetime | None | Unset = UNSET
    issued_from: datetime.datetime | None | Unset = UNSET
    kind: DocumentKind | None | Unset = UNSET
    limit: int | Unset = 50
    venue_id: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        booking_id: int | None | Unset
        if isinstance(self.booking_id, Unset):
            booking_id = UNSET
        else:
            booking_id = self.booking_id

        cursor: None | str | Unset
        if isinstance(self.cursor, Unset):
            cursor = UNSET
        else:
            cursor = self.cursor

        fields: None | str | Unset
        if isinstance(self.fields, Unset):
            fields = UNSET
        else:
            fields = self.fields

        issued_before: None | str | Unset
        if isinstance(self.issued_before, Unset):
            issued_before = UNSET
        elif isinstance(self.issued_before, datetime.datetime):
            issued_before = self.issued_before.isoformat()
        else:
            issued_before = self.issued_before

        issued_from: None | str | Unset
        if isinstance(self.issued_from, Unset):
            issued_from = UNSET
        elif isinstance(self.issued_from, datetime.datetime):
            issued_from = self.issued_from.isoformat()
        else:
            issued_from = self.issued_from

        kind: None | str | Unset
        if isinstance(self.kind, Unset):
            kind = UNSET
        elif isinstance(self.kind, DocumentKind):
            kind = self.kind.value
        else:
            kind = self.kind

        limit = self.limit

        venue_id: int | None | Unset
        if isinstance(self.venue_id, Unset):
            venue_id = UNSET
        else:
            venue_id = self.venue_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
        })
        if booking_id is not UNSET:
            field_dict["booking_id"] = booking_id
        if cursor is not UNSET:
            field_dict["cursor"] = cursor
        if fields is not UNSET:
            field_dict["fields"] = fields
        if issued_before is not UNSET:
            field_dict["issued_before"] = issued_before
        if issued_from is not UNSET:
            field_dict["issued_from"] = issued_from
        if kind is not UNSET:
            field_dict["kind"] = kind
        if limit is not UNSET:
            field_dict["limit"] = limit
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_booking_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        booking_id = _parse_booking_id(d.pop("booking_id", UNSET))


        def _parse_cursor(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cursor = _parse_cursor(d.pop("cursor", UNSET))


        def _parse_fields(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        fields = _parse_fields(d.pop("fields", UNSET))


        def _parse_issued_before(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                issued_before_type_0 = datetime.datetime.fromisoformat(data)



                return issued_before_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        issued_before = _parse_issued_before(d.pop("issued_before", UNSET))


        def _parse_issued_from(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                issued_from_type_0 = datetime.datetime.fromisoformat(data)



                return issued_from_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        issued_from = _parse_issued_from(d.pop("issued_from", UNSET))


        def _parse_kind(data: object) -> DocumentKind | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                kind_type_0 = DocumentKind(data)



                return kind_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DocumentKind | None | Unset, data)

        kind = _parse_kind(d.pop("kind", UNSET))


        limit = d.pop("limit", UNSET)

        def _parse_venue_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        venue_id = _parse_venue_id(d.pop("venue_id", UNSET))


        document_query = cls(
            booking_id=booking_id,
            cursor=cursor,
            fields=fields,
            issued_before=issued_before,
            issued_from=issued_from,
            kind=kind,
            limit=limit,
            venue_id=venue_id,
        )


        document_query.additional_properties = d
        return document_query

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
