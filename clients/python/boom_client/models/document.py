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

if TYPE_CHECKING:
  from ..models.amount import Amount





T = TypeVar("T", bound="Document")



@_attrs_define
class Document:
    """ A document with a number.

        Attributes:
            id (int):
            booking_id (int | None | Unset):
            buyer (str | Unset):
            corrects_id (int | None | Unset):
            credited_minor (int | Unset):
            issued_at (datetime.datetime | Unset):
            kind (DocumentKind | Unset): A receipt for each payment, an invoice where one is wanted, a credit note for what
                is given back.

                A reversal takes a credit note back whose money never arrived.
            name (str | Unset): Its number as people read it.
            payment_id (int | None | Unset):
            refund_id (int | None | Unset):
            total (Amount | Unset): A sum of money.
            venue_id (int | Unset):
     """

    id: int
    booking_id: int | None | Unset = UNSET
    buyer: str | Unset = UNSET
    corrects_id: int | None | Unset = UNSET
    credited_minor: int | Unset = UNSET
    issued_at: datetime.datetime | Unset = UNSET
    kind: DocumentKind | Unset = UNSET
    name: str | Unset = UNSET
    payment_id: int | None | Unset = UNSET
    refund_id: int | None | Unset = UNSET
    total: Amount | Unset = UNSET
    venue_id: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.amount import Amount # noqa: PLC0415
        id = self.id

        booking_id: int | None | Unset
        if isinstance(self.booking_id, Unset):
            booking_id = UNSET
        else:
            booking_id = self.booking_id

        buyer = self.buyer

        corrects_id: int | None | Unset
        if isinstance(self.corrects_id, Unset):
            corrects_id = UNSET
        else:
            corrects_id = self.corrects_id

        credited_minor = self.credited_minor

        issued_at: str | Unset = UNSET
        if not isinstance(self.issued_at, Unset):
            issued_at = self.issued_at.isoformat()

        kind: str | Unset = UNSET
        if not isinstance(self.kind, Unset):
            kind = self.kind.value


        name = self.name

        payment_id: int | None | Unset
        if isinstance(self.payment_id, Unset):
            payment_id = UNSET
        else:
            payment_id = self.payment_id

        refund_id: int | None | Unset
        if isinstance(self.refund_id, Unset):
            refund_id = UNSET
        else:
            refund_id = self.refund_id

        total: dict[str, Any] | Unset = UNSET
        if not isinstance(self.total, Unset):
            total = self.total.to_dict()

        venue_id = self.venue_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
        })
        if booking_id is not UNSET:
            field_dict["booking_id"] = booking_id
        if buyer is not UNSET:
            field_dict["buyer"] = buyer
        if corrects_id is not UNSET:
            field_dict["corrects_id"] = corrects_id
        if credited_minor is not UNSET:
            field_dict["credited_minor"] = credited_minor
        if issued_at is not UNSET:
            field_dict["issued_at"] = issued_at
        if kind is not UNSET:
            field_dict["kind"] = kind
        if name is not UNSET:
            field_dict["name"] = name
        if payment_id is not UNSET:
            field_dict["payment_id"] = payment_id
        if refund_id is not UNSET:
            field_dict["refund_id"] = refund_id
        if total is not UNSET:
            field_dict["total"] = total
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.amount import Amount # noqa: PLC0415
        d = dict(src_dict)
        id = d.pop("id")

        def _parse_booking_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        booking_id = _parse_booking_id(d.pop("booking_id", UNSET))


        buyer = d.pop("buyer", UNSET)

        def _parse_corrects_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        corrects_id = _parse_corrects_id(d.pop("corrects_id", UNSET))


        credited_minor = d.pop("credited_minor", UNSET)

        _issued_at = d.pop("issued_at", UNSET)
        issued_at: datetime.datetime | Unset
        if isinstance(_issued_at,  Unset):
            issued_at = UNSET
        else:
            issued_at = datetime.datetime.fromisoformat(_issued_at)




        _kind = d.pop("kind", UNSET)
        kind: DocumentKind | Unset
        if isinstance(_kind,  Unset):
            kind = UNSET
        else:
            kind = DocumentKind(_kind)




        name = d.pop("name", UNSET)

        def _parse_payment_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        payment_id = _parse_payment_id(d.pop("payment_id", UNSET))


        def _parse_refund_id(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        refund_id = _parse_refund_id(d.pop("refund_id", UNSET))


        _total = d.pop("total", UNSET)
        total: Amount | Unset
        if isinstance(_total,  Unset):
            total = UNSET
        else:
            total = Amount.from_dict(_total)




        venue_id = d.pop("venue_id", UNSET)

        document = cls(
            id=id,
            booking_id=booking_id,
            buyer=buyer,
            corrects_id=corrects_id,
            credited_minor=credited_minor,
            issued_at=issued_at,
            kind=kind,
            name=name,
            payment_id=payment_id,
            refund_id=refund_id,
            total=total,
            venue_id=venue_id,
        )


        document.additional_properties = d
        return document

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
