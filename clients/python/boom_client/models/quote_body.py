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
  from ..models.terms_body import TermsBody





T = TypeVar("T", bound="QuoteBody")



@_attrs_define
class QuoteBody:
    """ What to price.

        Attributes:
            ends_at (datetime.datetime): ISO 8601 with an offset or Z.
            room_id (int):
            starts_at (datetime.datetime): ISO 8601 with an offset or Z.
            party_size (int | None | Unset):
            terms (TermsBody | Unset): What goes into a price beside room, time and party.
     """

    ends_at: datetime.datetime
    room_id: int
    starts_at: datetime.datetime
    party_size: int | None | Unset = UNSET
    terms: TermsBody | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.terms_body import TermsBody # noqa: PLC0415
        ends_at = self.ends_at.isoformat()

        room_id = self.room_id

        starts_at = self.starts_at.isoformat()

        party_size: int | None | Unset
        if isinstance(self.party_size, Unset):
            party_size = UNSET
        else:
            party_size = self.party_size

        terms: dict[str, Any] | Unset = UNSET
        if not isinstance(self.terms, Unset):
            terms = self.terms.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "ends_at": ends_at,
            "room_id": room_id,
            "starts_at": starts_at,
        })
        if party_size is not UNSET:
            field_dict["party_size"] = party_size
        if terms is not UNSET:
            field_dict["terms"] = terms

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.terms_body import TermsBody # noqa: PLC0415
        d = dict(src_dict)
        ends_at = datetime.datetime.fromisoformat(d.pop("ends_at"))




        room_id = d.pop("room_id")

        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))




        def _parse_party_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        party_size = _parse_party_size(d.pop("party_size", UNSET))


        _terms = d.pop("terms", UNSET)
        terms: TermsBody | Unset
        if isinstance(_terms,  Unset):
            terms = UNSET
        else:
            terms = TermsBody.from_dict(_terms)




        quote_body = cls(
            ends_at=ends_at,
            room_id=room_id,
            starts_at=starts_at,
            party_size=party_size,
            terms=terms,
        )

        return quote_body

