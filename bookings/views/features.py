"""What a room is to have, as staff's forms tick it."""

from __future__ import annotations

from collections.abc import Collection

from django.http import QueryDict

from bookings.picker_parts import FeatureBox
from bookings.selectors.setup import Setup

MOST_DIGITS = 18


def feature_ids(values: QueryDict) -> frozenset[int]:
    """The features that are ticked; nonsense is left out, as it finds nothing."""
    return frozenset(
        int(each) for each in values.getlist("has") if each.isdecimal() and len(each) <= MOST_DIGITS
    )


def feature_boxes(setup: Setup, chosen: Collection[int]) -> list[FeatureBox]:
    """What some room of the board has, to tick."""
    there = {name for room in setup.rooms for name in room.features}
    return [
        FeatureBox(str(feature.pk), feature.name, feature.pk in chosen)
        for feature in setup.features
        if feature.name in there
    ]
