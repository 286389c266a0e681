from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.publish_body_basis import PublishBodyBasis
from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="PublishBody")



@_attrs_define
class PublishBody:
    """ From when on it holds, by the day of the visit or of booking.

        Attributes:
            valid_from (datetime.date): ISO 8601. A business night bears the date of its opening.
            basis (PublishBodyBasis | Unset):  Default: PublishBodyBasis.VISIT.
     """

    valid_from: datetime.date
    basis: PublishBodyBasis | Unset = PublishBodyBasis.VISIT





    def to_dict(self) -> dict[str, Any]:
        valid_from = self.valid_from.isoformat()

        basis: str | Unset = UNSET
        if not isinstance(self.basis, Unset):
            basis = self.basis.value



        field_dict: dict[str, Any] = {}

        field_dict.update({
            "valid_from": valid_from,
        })
        if basis is not UNSET:
            field_dict["basis"] = basis

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        valid_from = datetime.date.fromisoformat(d.pop("valid_from"))




        _basis = d.pop("basis", UNSET)
        basis: PublishBodyBasis | Unset
        if isinstance(_basis,  Unset):
            basis = UNSET
        else:
            basis = PublishBodyBasis(_basis)




        publish_body = cls(
            valid_from=valid_from,
            basis=basis,
        )

        return publish_body

