"""What a query may cost: how deep it goes, how long it is, and how many fields it could bring back.

A field costs one; below a list everything costs so many times as the list may have rows. Worked out from the
query alone, before anything is asked of the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError
from graphql.language import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
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


class CostRule(ValidationRule):
    """Refuse a query that could bring back more than MOST_COST fields."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._fragments: Mapping[str, FragmentDefinitionNode] = {
            node.name.value: node
            for node in context.document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
        """Called for each operation of the document."""
        cost = self._of(node.selection_set, 0)
        if cost > MOST_COST:
            self.report_error(
                GraphQLError(
                    f"This query could bring back {cost} fields; {MOST_COST} are the most. Ask for less.",
                    extensions={"code": "too-costly", "cost": cost, "most": MOST_COST},
                )
            )

    def _of(self, selected: SelectionSetNode | None, depth: int) -> int:
        # Deeper than that the other rule refuses it; a fragment within itself would never end.
        if selected is None or depth > MOST_DEPTH * 2:
            return 0
        total = 0
        for node in selected.selections:
            if isinstance(node, FieldNode):
                times = _rows(node) if node.name.value in LISTS else 1
                total += 1 + times * self._of(node.selection_set, depth + 1)
            elif isinstance(node, InlineFragmentNode):
                total += self._of(node.selection_set, depth + 1)
            elif isinstance(node, FragmentSpreadNode):
                fragment = self._fragments.get(node.name.value)
                total += self._of(fragment.selection_set if fragment else None, depth + 1)
            if total > MOST_COST * 1000:
                return total
        return total


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
