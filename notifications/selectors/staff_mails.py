"""Who of the team is mailed of what: by what they chose, what they may, and the venues they look after."""

from __future__ import annotations

from collections.abc import Collection

from accounts.models import User
from accounts.selectors import team
from accounts.venue_scope import Place, limited_to, may_see_place
from notifications.models import StaffMails
from notifications.topics import TOPICS, usual_of


def chosen_by(user: User) -> list[str]:
    """The topics somebody wants, whether or not they may have each."""
    row = StaffMails.objects.filter(user_id=user.pk).first()
    return usual_of(user) if row is None else row.topics


def wants(user: User, topic: str, place: Place) -> bool:
    """Whether somebody is told by mail of a topic at a place, as things stand now."""
    return _may(user, topic, place) and topic in chosen_by(user)


def told_of(topic: str, place: Place) -> list[User]:
    """Everybody who is told by mail of a topic at a place. Two queries, and one for each limited to rooms."""
    chosen = dict(StaffMails.objects.values_list("user_id", "topics"))
    people = [user for user in team() if topic in chosen.get(user.pk, usual_of(user))]
    return [user for user in people if _may(user, topic, place)]


def places_seen(user: User, places: Collection[Place]) -> set[Place]:
    """Those of the places that somebody looks after."""
    with limited_to(user.venue_ids, user.room_ids):
        return {place for place in places if may_see_place(place)}


def _may(user: User, topic: str, place: Place) -> bool:
    if not user.is_active or not user.email or not user.has_perm(TOPICS[topic].permission):
        return False
    with limited_to(user.venue_ids, user.room_ids):
        return may_see_place(place)
