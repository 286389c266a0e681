from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.amount import Amount
  from ..models.blocked import Blocked
  from ..models.price_line import PriceLine
  from ..models.quote_answer_problems_item import QuoteAnswerProblemsItem





T = TypeVar("T", bound="QuoteAnswer")



@_attrs_define
class QuoteAnswer:
    """ A price, and what the rules say to the wish.

        Attributes:
            blockers (list[Blocked]):
            due_later (Amount): A sum of money.
            due_now (Amount): A sum of money.
            lines (list[PriceLine]):
            problems (list[QuoteAnswerProblemsItem]): What was wanted and left out: code, message, field.
            total (Amount): A sum of money.
     """

    blockers: list[Blocked]
    due_later: Amount
    due_now: Amount
    lines: list[PriceLine]
    problems: list[QuoteAnswerProblemsItem]
    total: Amount
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.amount import Amount # noqa: PLC0415
        from ..models.blocked import Blocked # noqa: PLC0415
        from ..models.price_line import PriceLine # noqa: PLC0415
        from ..models.quote_answer_problems_item import QuoteAnswerProblemsItem # noqa: PLC0415
        blockers = []
        for blockers_item_data in self.blockers:
            blockers_item = blockers_item_data.to_dict()
            blockers.append(blockers_item)



        due_later = self.due_later.to_dict()

        due_now = self.due_now.to_dict()

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)



        problems = []
        for problems_item_data in self.problems:
            problems_item = problems_item_data.to_dict()
            problems.append(problems_item)



        total = self.total.to_dict()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "blockers": blockers,
            "due_later": due_later,
            "due_now": due_now,
            "lines": lines,
            "problems": problems,
            "total": total,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.amount import Amount # noqa: PLC0415
        from ..models.blocked import Blocked # noqa: PLC0415
        from ..models.price_line import PriceLine # noqa: PLC0415
        from ..models.quote_answer_problems_item import QuoteAnswerProblemsItem # noqa: PLC0415
        d = dict(src_dict)
        blockers = []
        _blockers = d.pop("blockers")
        for blockers_item_data in (_blockers):
            blockers_item = Blocked.from_dict(blockers_item_data)



            blockers.append(blockers_item)


        due_later = Amount.from_dict(d.pop("due_later"))




        due_now = Amount.from_dict(d.pop("due_now"))




        lines = []
        _lines = d.pop("lines")
        for lines_item_data in (_lines):
            lines_item = PriceLine.from_dict(lines_item_data)



            lines.append(lines_item)


        problems = []
        _problems = d.pop("problems")
        for problems_item_data in (_problems):
            problems_item = QuoteAnswerProblemsItem.from_dict(problems_item_data)



            problems.append(problems_item)


        total = Amount.from_dict(d.pop("total"))




        quote_answer = cls(
            blockers=blockers,
            due_later=due_later,
            due_now=due_now,
            lines=lines,
            problems=problems,
            total=total,
        )


        quote_answer.additional_properties = d
        return quote_answer

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
