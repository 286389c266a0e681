from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.list_basis import ListBasis
from ..models.rule_state import RuleState
from ..types import UNSET, Unset
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.rate_shape import RateShape





T = TypeVar("T", bound="PriceList")



@_attrs_define
class PriceList:
    """ Rates that come into force together, on a day.

        Attributes:
            id (int):
            basis (ListBasis | Unset): As `domain.pricing.rule_set.Basis`.
            name (str | Unset):
            rates (list[RateShape] | Unset):
            state (RuleState | Unset): A draft is nobody's price yet; an archived rule is kept for the bookings that it
                made.
            valid_from (datetime.date | None | Unset):
            venue_id (int | Unset):
     """

    id: int
    basis: ListBasis | Unset = UNSET
    name: str | Unset = UNSET
    rates: list[RateShape] | Unset = UNSET
    state: RuleState | Unset = UNSET
    valid_from: datetime.date | None | Unset = UNSET
    venue_id: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.rate_shape import RateShape # noqa: PLC0415
        id = self.id

        basis: str | Unset = UNSET
        if not isinstance(self.basis, Unset):
            basis = self.basis.value


        name = self.name

        rates: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.rates, Unset):
            rates = []
            for rates_item_data in self.rates:
                rates_item = rates_item_data.to_dict()
                rates.append(rates_item)



        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.value


        valid_from: None | str | Unset
        if isinstance(self.valid_from, Unset):
            valid_from = UNSET
        elif isinstance(self.valid_from, datetime.date):
            valid_from = self.valid_from.isoformat()
        else:
            valid_from = self.valid_from

        venue_id = self.venue_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
        })
        if basis is not UNSET:
            field_dict["basis"] = basis
        if name is not UNSET:
            field_dict["name"] = name
        if rates is not UNSET:
            field_dict["rates"] = rates
        if state is not UNSET:
            field_dict["state"] = state
        if valid_from is not UNSET:
            field_dict["valid_from"] = valid_from
        if venue_id is not UNSET:
            field_dict["venue_id"] = venue_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rate_shape import RateShape # noqa: PLC0415
        d = dict(src_dict)
        id = d.pop("id")

        _basis = d.pop("basis", UNSET)
        basis: ListBasis | Unset
        if isinstance(_basis,  Unset):
            basis = UNSET
        else:
            basis = ListBasis(_basis)




        name = d.pop("name", UNSET)

        _rates = d.pop("rates", UNSET)
        rates: list[RateShape] | Unset = UNSET
        if _rates is not UNSET:
            rates = []
            for rates_item_data in _rates:
                rates_item = RateShape.from_dict(rates_item_data)



                rates.append(rates_item)


        _state = d.pop("state", UNSET)
        state: RuleState | Unset
        if isinstance(_state,  Unset):
            state = UNSET
        else:
            state = RuleState(_state)




        def _parse_valid_from(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                valid_from_type_0 = datetime.date.fromisoformat(data)



                return valid_from_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        valid_from = _parse_valid_from(d.pop("valid_from", UNSET))


        venue_id = d.pop("venue_id", UNSET)

        price_list = cls(
            id=id,
            basis=basis,
            name=name,
            rates=rates,
            state=state,
            valid_from=valid_from,
            venue_id=venue_id,
        )


        price_list.additional_properties = d
        return price_list

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
