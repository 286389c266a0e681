"""Holding what a room says of itself to its venue's lists: one spelling each, and nothing unlisted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Max

from bookings.models import Room, RoomCategory, RoomFeature
from boom.core.errors import Invalid, LimitReached

LONGEST_FEATURE, LONGEST_CATEGORY = 80, 60
MOST_FEATURES = 60
MOST_COUNTED = 9999


def hold_to_lists(room: Room, values: Mapping[str, Any]) -> None:
    """Give a room's features and category the spelling of their lists; what is new joins its list.

    Counts stay for features the room has and that are counted. Raises Invalid for a count below nought or a
    name too long, LimitReached for more names than anybody would read.
    """
    if "category" in values:
        room.category = _category(room.venue_id, str(room.category))
    if "features" in values or "feature_counts" in values:
        listed = _features(room.venue_id, room.features)
        room.features = [feature.name for feature in listed]
        room.feature_counts = _counts(listed, room.feature_counts)


def _category(venue_id: int, name: str) -> str:
    name = " ".join(name.split())
    if not name:
        return ""
    if len(name) > LONGEST_CATEGORY:
        raise Invalid(fields={"category": "Keep it under 60 characters."})
    kinds = RoomCategory.objects.filter(venue_id=venue_id)
    known = kinds.filter(name__iexact=name).first()
    if known is None:
        known = RoomCategory.objects.create(venue_id=venue_id, name=name, order=_next(kinds))
    return known.name


def _features(venue_id: int, names: Iterable[str]) -> list[RoomFeature]:
    """The listed features of these names, each once, in the order they were given."""
    features = RoomFeature.objects.filter(venue_id=venue_id)
    known = {feature.name.casefold(): feature for feature in features}
    found: dict[int, RoomFeature] = {}
    for name in (" ".join(str(each).split()) for each in names):
        if not name:
            continue
        if len(name) > LONGEST_FEATURE:
            raise Invalid(fields={"features": "Keep each feature under 80 characters."})
        feature = known.get(name.casefold())
        if feature is None:
            if len(known) >= MOST_FEATURES:
                raise LimitReached("That is more than anybody would read. Remove a feature first.")
            feature = RoomFeature.objects.create(venue_id=venue_id, name=name, order=_next(features))
            known[name.casefold()] = feature
        found[feature.pk] = feature
    return list(found.values())


def _counts(listed: Iterable[RoomFeature], given: Mapping[str, Any]) -> dict[str, int]:
    counts = {}
    for feature in listed:
        count = given.get(feature.name)
        if not feature.is_counted or count is None:
            continue
        if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= MOST_COUNTED:
            raise Invalid(fields={"features": f"{feature.name}: how many is a whole number from 1."})
        counts[feature.name] = count
    return counts


def _next(rows: Any) -> int:
    return int(rows.aggregate(last=Max("order"))["last"] or 0) + 1
