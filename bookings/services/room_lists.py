"""Shaping a venue's lists about rooms. A new name goes everywhere the old one stood, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max, QuerySet

from bookings.domain.wording import counted
from bookings.errors import ListedUnknown
from bookings.models import (
    AddOn,
    Adjustment,
    DepositRule,
    Fee,
    Package,
    PromoCode,
    Rate,
    Room,
    RoomCategory,
    RoomFeature,
    WaitlistEntry,
)
from bookings.services.room_words import LONGEST_CATEGORY, LONGEST_FEATURE, MOST_FEATURES
from bookings.services.setup import setup_changed
from boom.core.db import service
from boom.core.errors import Invalid, LimitReached

# Rules that hold for some kinds of rooms only; rates are of a price list, the others of a venue.
SCOPED = (Adjustment, AddOn, Package, Fee, DepositRule, PromoCode)


@service
def add_feature(*, venue_id: int, name: str, is_counted: bool = False, is_asked: bool = True) -> RoomFeature:
    """Add something rooms may have. Raises Invalid for a name that is there already, LimitReached."""
    features = RoomFeature.objects.filter(venue_id=venue_id)
    name = _fresh_name(features, name, LONGEST_FEATURE)
    if features.count() >= MOST_FEATURES:
        raise LimitReached("That is more than anybody would read. Remove a feature first.")
    feature = RoomFeature.objects.create(
        venue_id=venue_id, name=name, is_counted=is_counted, is_asked=is_asked, order=_after(features)
    )
    setup_changed(venue_id)
    return feature


@service
def add_features(*, venue_id: int, counted: Mapping[str, bool]) -> None:
    """Add several, each with whether rooms say how many: all or none. Raises as `add_feature`."""
    for name, is_counted in counted.items():
        add_feature(venue_id=venue_id, name=name, is_counted=is_counted)


@service
def change_feature(*, feature_id: int, name: str, is_counted: bool, is_asked: bool) -> RoomFeature:
    """Change a feature; every room that has it says the new name. Raises ListedUnknown, Invalid."""
    feature = _feature(feature_id)
    others = RoomFeature.objects.filter(venue_id=feature.venue_id).exclude(pk=feature_id)
    before, after = feature.name, _fresh_name(others, name, LONGEST_FEATURE)
    feature.name, feature.is_counted, feature.is_asked = after, is_counted, is_asked
    feature.save(update_fields=["name", "is_counted", "is_asked"])
    for room in _rooms_with(feature.venue_id, before):
        room.features = [after if each == before else each for each in room.features]
        counts = dict(room.feature_counts)
        count = counts.pop(before, None)
        if count is not None and is_counted:
            counts[after] = count
        room.feature_counts = counts
        room.save(update_fields=["features", "feature_counts"])
    setup_changed(feature.venue_id)
    return feature


@service
def remove_feature(*, feature_id: int) -> RoomFeature:
    """Take a feature off the list and off every room. Undo brings all of it back. Raises ListedUnknown."""
    feature = _feature(feature_id)
    for room in _rooms_with(feature.venue_id, feature.name):
        room.features = [each for each in room.features if each != feature.name]
        room.feature_counts = {
            name: count for name, count in room.feature_counts.items() if name != feature.name
        }
        room.save(update_fields=["features", "feature_counts"])
    RoomFeature.objects.filter(pk=feature_id).delete()
    setup_changed(feature.venue_id)
    return feature


@service
def order_features(*, venue_id: int, feature_ids: Sequence[int]) -> None:
    """Show features in this order; those not named keep their place after them."""
    _order(RoomFeature, venue_id, feature_ids)
    setup_changed(venue_id)


@service
def add_category(*, venue_id: int, name: str, is_interchangeable: bool = False) -> RoomCategory:
    """Add a kind of room; guests are offered any of its rooms where those are interchangeable.

    Raises Invalid for one that is there already.
    """
    kinds = RoomCategory.objects.filter(venue_id=venue_id)
    name = _fresh_name(kinds, name, LONGEST_CATEGORY)
    kind = RoomCategory.objects.create(
        venue_id=venue_id, name=name, is_interchangeable=is_interchangeable, order=_after(kinds)
    )
    setup_changed(venue_id)
    return kind


@service
def change_category(*, category_id: int, name: str, is_interchangeable: bool | None = None) -> RoomCategory:
    """Call a kind of room otherwise: in its rooms, price rules and on the waiting list alike; and say whether
    guests take any of its rooms (None: as it is).

    A name another kind has already makes one of the two: all becomes that one. Raises ListedUnknown, Invalid.
    """
    kind = _kind(category_id)
    before = kind.name
    others = RoomCategory.objects.filter(venue_id=kind.venue_id).exclude(pk=category_id)
    same = others.filter(name__iexact=" ".join(name.split())).first()
    if same is not None:
        RoomCategory.objects.filter(pk=category_id).delete()
        kind = same
    else:
        kind.name = _fresh_name(others, name, LONGEST_CATEGORY)
    if is_interchangeable is not None:
        kind.is_interchangeable = is_interchangeable
    kind.save(update_fields=["name", "is_interchangeable"])
    _say_instead(kind.venue_id, before, kind.name)
    setup_changed(kind.venue_id)
    return kind


@service
def remove_category(*, category_id: int) -> RoomCategory:
    """Take a kind of room off the list; its rooms are of none then.

    Raises ListedUnknown, and Invalid while price rules or people on the waiting list are for it: without it,
    they would suddenly be for every room.
    """
    kind = _kind(category_id)
    if used := _named_by(kind):
        raise Invalid(f"{kind.name} is still named by {used}. Rename it, or change those first.")
    for room in Room.objects.filter(venue_id=kind.venue_id, category=kind.name):
        room.category = ""
        room.save(update_fields=["category"])
    RoomCategory.objects.filter(pk=category_id).delete()
    setup_changed(kind.venue_id)
    return kind


@service
def order_categories(*, venue_id: int, category_ids: Sequence[int]) -> None:
    """Show kinds of rooms in this order; those not named keep their place after them."""
    _order(RoomCategory, venue_id, category_ids)
    setup_changed(venue_id)


def _say_instead(venue_id: int, before: str, after: str) -> None:
    if before == after:
        return
    Room.objects.filter(venue_id=venue_id, category=before).update(category=after)
    WaitlistEntry.objects.filter(venue_id=venue_id, category=before).update(category=after)
    scoped = [model.objects.filter(venue_id=venue_id) for model in SCOPED]
    for rules in (*scoped, Rate.objects.filter(price_list__venue_id=venue_id)):
        for rule in rules.filter(categories__contains=[before]):
            renamed = [after if each == before else each for each in rule.categories]
            rule.categories = list(dict.fromkeys(renamed))
            rule.save(update_fields=["categories"])


def _named_by(kind: RoomCategory) -> str:
    """Who else than rooms is about a kind of room, in words; empty for nobody."""
    wanted = {"categories__contains": [kind.name]}
    rules = sum(model.objects.filter(venue_id=kind.venue_id, **wanted).count() for model in SCOPED)
    rules += Rate.objects.filter(price_list__venue_id=kind.venue_id, **wanted).count()
    waiting = WaitlistEntry.objects.filter(venue_id=kind.venue_id, category=kind.name).count()
    said = [counted(rules, "price rule")] if rules else []
    said += [f"{counted(waiting, 'wish')} on the waiting list"] if waiting else []
    return " and ".join(said)


def _fresh_name(others: QuerySet[Any], name: str, longest: int) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid(fields={"name": "Give it a name."})
    if len(name) > longest:
        raise Invalid(fields={"name": f"Keep it under {longest} characters."})
    if others.filter(name__iexact=name).exists():
        raise Invalid(fields={"name": f"{name} is on the list already."})
    return name


def _rooms_with(venue_id: int, name: str) -> list[Room]:
    return list(Room.objects.select_for_update().filter(venue_id=venue_id, features__contains=[name]))


def _order(model: type[RoomFeature | RoomCategory], venue_id: int, keys: Sequence[int]) -> None:
    rows: list[RoomFeature | RoomCategory] = list(model.objects.filter(venue_id=venue_id).in_order())
    named = [row for key in dict.fromkeys(keys) for row in rows if row.pk == key]
    for place, row in enumerate([*named, *(row for row in rows if row.pk not in keys)], start=1):
        if row.order != place:
            row.order = place
            row.save(update_fields=["order"])


def _after(rows: QuerySet[Any]) -> int:
    return int(rows.aggregate(last=Max("order"))["last"] or 0) + 1


def _feature(feature_id: int) -> RoomFeature:
    feature = RoomFeature.objects.select_for_update().filter(pk=feature_id).first()
    if feature is None:
        raise ListedUnknown
    return feature


def _kind(category_id: int) -> RoomCategory:
    kind = RoomCategory.objects.select_for_update().filter(pk=category_id).first()
    if kind is None:
        raise ListedUnknown
    return kind
