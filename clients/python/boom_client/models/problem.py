from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.problem_alternatives_item import ProblemAlternativesItem
  from ..models.problem_fields import ProblemFields





T = TypeVar("T", bound="Problem")



@_attrs_define
class Problem:
    """ A refusal, as RFC 9457 has it. `code` is stable and for programs, `detail` for people.

        Attributes:
            code (str):
            detail (str):
            request_id (str): For whoever is asked about it.
            status (int):
            title (str):
            type_ (str):
            alternatives (list[ProblemAlternativesItem] | Unset): With `slot-taken`: the nearest free times and rooms.
            fields (ProblemFields | Unset): What is wrong, by the name of what was sent.
     """

    code: str
    detail: str
    request_id: str
    status: int
    title: str
    type_: str
    alternatives: list[ProblemAlternativesItem] | Unset = UNSET
    fields: ProblemFields | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.problem_alternatives_item import ProblemAlternativesItem # noqa: PLC0415
        from ..models.problem_fields import ProblemFields # noqa: PLC0415
        code = self.code

        detail = self.detail

        request_id = self.request_id

        status = self.status

        title = self.title

        type_ = self.type_

        alternatives: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.alternatives, Unset):
            alternatives = []
            for alternatives_item_data in self.alternatives:
                alternatives_item = alternatives_item_data.to_dict()
                alternatives.append(alternatives_item)



        fields: dict[str, Any] | Unset = UNSET
        if not isinstance(self.fields, Unset):
            fields = self.fields.to_dict()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "code": code,
            "detail": detail,
            "request_id": request_id,
            "status": status,
            "title": title,
            "type": type_,
        })
        if alternatives is not UNSET:
            field_dict["alternatives"] = alternatives
        if fields is not UNSET:
            field_dict["fields"] = fields

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.problem_alternatives_item import ProblemAlternativesItem # noqa: PLC0415
        from ..models.problem_fields import ProblemFields # noqa: PLC0415
        d = dict(src_dict)
        code = d.pop("code")

        detail = d.pop("detail")

        request_id = d.pop("request_id")

        status = d.pop("status")

        title = d.pop("title")

        type_ = d.pop("type")

        _alternatives = d.pop("alternatives", UNSET)
        alternatives: list[ProblemAlternativesItem] | Unset = UNSET
        if _alternatives is not UNSET:
            alternatives = []
            for alternatives_item_data in _alternatives:
                alternatives_item = ProblemAlternativesItem.from_dict(alternatives_item_data)



                alternatives.append(alternatives_item)


        _fields = d.pop("fields", UNSET)
        fields: ProblemFields | Unset
        if isinstance(_fields,  Unset):
            fields = UNSET
        else:
            fields = ProblemFields.from_dict(_fields)




        problem = cls(
            code=code,
            detail=detail,
            request_id=request_id,
            status=status,
            title=title,
            type_=type_,
            alternatives=alternatives,
            fields=fields,
        )


        problem.additional_properties = d
        return problem

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
