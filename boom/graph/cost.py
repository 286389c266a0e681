"""What a query may cost: how deep it goes, how many aliases it has, how many fields it could bring back.

A field costs one; below a list everything costs so many times as the list may have rows. Worked out from the
query alone, before anything is asked of the database. Each fragment is worked out once, however often it is
spread: fragments that spread each other several times stand for more fields than anybody could count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError
from graphql.language import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
)
from graphql.validation import ValidationContext, ValidationRule

MOST_COST = 5000
MOST_DEPTH = 8
MOST_TOKENS = 2000
MOST_ALIASES = 20
# The argument that says how many rows a list may have.
FIRST, USUAL_FIRST, MOST_FIRST = "first", 50, 100
LISTS = frozenset({"bookings", "customers", "waitlist", "rooms", "venues"})


@dataclass(frozen=True, slots=True)
class Measure:
    """What is asked for: fields it could bring back, how deep they lie in each other, aliases."""

    cost: int = 0
    depth: int = 0
    aliases: int = 0


NOTHING = Measure()


class CostRule(ValidationRule):
    """Refuse an operation that is too deep, has too many aliases, or could bring back too much."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._fragments = {
            node.name.value: node
            for node in context.document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._measured: dict[str, Measure] = {}

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
        """Called for each operation of the document."""
        found = self._of(node.selection_set)
        if found.cost > MOST_COST:
            # Nobody is told a number of a thousand digits, and few could write it down.
            told = found.cost if found.cost < MOST_COST * 1000 else f"more than {MOST_COST * 1000}"
            self._refuse(
                "too-costly",
                f"This query could bring back {told} fields; {MOST_COST} are the most. Ask for less.",
            )
        if found.depth > MOST_DEPTH:
            self._refuse("too-deep", f"This query is nested too deep; {MOST_DEPTH} levels are the most.")
        if found.aliases > MOST_ALIASES:
            self._refuse("too-many-aliases", f"This query has too many aliases; {MOST_ALIASES} are the most.")

    def _refuse(self, code: str, words: str) -> None:
        self.report_error(GraphQLError(words, extensions={"code": code}))

    def _of(self, selected: SelectionSetNode | None) -> Measure:
        return _together(self._of_one(node) for node in selected.selections) if selected else NOTHING

    def _of_one(self, node: SelectionNode) -> Measure:
        if isinstance(node, FragmentSpreadNode):
            return self._of_fragment(node.name.value)
        if isinstance(node, InlineFragmentNode):
            return self._of(node.selection_set)
        assert isinstance(node, FieldNode), "there are three kinds of selections"
        within = self._of(node.selection_set)
        times = _rows(node) if node.name.value in LISTS else 1
        # What the graph says of itself is deep by nature, and bounded by graphql-core's own rule.
        is_about_itself = node.name.value.startswith("__")
        depth = 0 if is_about_itself else within.depth + (node.selection_set is not None)
        return Measure(1 + times * within.cost, depth, within.aliases + (node.alias is not None))

    def _of_fragment(self, name: str) -> Measure:
        if name not in self._measured:
            # One within itself is refused by another rule; meanwhile it counts for nothing.
            self._measured[name] = NOTHING
            fragment = self._fragments.get(name)
            self._measured[name] = self._of(fragment.selection_set if fragment else None)
        return self._measured[name]


def _together(measures: Iterable[Measure]) -> Measure:
    cost = depth = aliases = 0
    for each in measures:
        cost, depth, aliases = cost + each.cost, max(depth, each.depth), aliases + each.aliases
    return Measure(cost, depth, aliases)


def _rows(node: FieldNode) -> int:
    """How many rows a list may have: as many as it asks for, or the most where a variable says it."""
    for argument in node.arguments or ():
        if argument.name.value != FIRST:
            continue
        if isinstance(argument.value, IntValueNode):
            return min(max(int(argument.value.value[:9]), 1), MOST_FIRST)
        if isinstance(argument.value, VariableNode):
            return MOST_FIRST
    return USUAL_FIRST
