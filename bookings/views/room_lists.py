"""The page of a venue's own lists: what rooms may have, and kinds of rooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bookings.errors import ListedUnknown
from bookings.forms.room_lists import PRESETS, CategoryForm, FeatureForm, PresetsForm
from bookings.models import Room, RoomCategory, RoomFeature, RoomState, Venue
from bookings.services import room_lists as services
from bookings.views.setup import CHANGE, back, take_over, venue_of
from boom.access import staff
from boom.core.errors import Invalid, LimitReached

PAGE = "bookings/setup/room_lists.html"
UP, DOWN, SAVE, REMOVE = "up", "down", "save", "remove"


@require_GET
@staff(CHANGE)
def lists(request: HttpRequest) -> HttpResponse:
    return _page(request, venue_of(request))


@require_POST
@staff(CHANGE)
def feature_new(request: HttpRequest) -> HttpResponse:
    venue = venue_of(request)
    form = FeatureForm(request.POST, prefix="feature")
    if form.is_valid():
        try:
            added = services.add_feature(venue_id=venue.pk, **form.cleaned_data)
        except (Invalid, LimitReached) as error:
            _say(form, error)
        else:
            return back(request, "room-lists", _("Added %(name)s.") % {"name": added.name})
    return _page(request, venue, feature_form=form)


@require_POST
@staff(CHANGE)
def presets(request: HttpRequest) -> HttpResponse:
    """Several of the usual things at once, all or none."""
    venue = venue_of(request)
    form = PresetsForm(request.POST, listed=_features(venue))
    if form.is_valid():
        try:
            chosen = {name: PRESETS[name] for name in form.cleaned_data["presets"]}
            services.add_features(venue_id=venue.pk, counted=chosen)
        except (Invalid, LimitReached) as error:
            _say(form, error)
        else:
            return back(request, "room-lists", _("Added to your list."))
    return _page(request, venue, presets_form=form)


@require_POST
@staff(CHANGE)
def feature(request: HttpRequest, feature_id: int) -> HttpResponse:
    """Change, move or remove something rooms may have: what the pressed button says."""
    found = RoomFeature.objects.select_related("venue").filter(pk=feature_id).first()
    if found is None:
        raise ListedUnknown
    do = request.POST.get("do", SAVE)
    if do in {UP, DOWN}:
        ids = _moved([each.pk for each in _features(found.venue)], feature_id, do)
        services.order_features(venue_id=found.venue_id, feature_ids=ids)
        return back(request, "room-lists", _("Moved."))
    if do == REMOVE:
        services.remove_feature(feature_id=feature_id)
        return back(request, "room-lists", _("Removed %(name)s.") % {"name": found.name})
    form = FeatureForm(request.POST, prefix=f"feature-{feature_id}")
    saved = _saved(form, lambda values: services.change_feature(feature_id=feature_id, **values))
    if saved:
        return back(request, "room-lists", _("Saved %(name)s, in every room.") % {"name": saved.name})
    return _page(request, found.venue, refused={feature_id: form})


@require_POST
@staff(CHANGE)
def category_new(request: HttpRequest) -> HttpResponse:
    venue = venue_of(request)
    form = CategoryForm(request.POST, prefix="kind")
    saved = _saved(form, lambda values: services.add_category(venue_id=venue.pk, **values))
    if saved:
        return back(request, "room-lists", _("Added %(name)s.") % {"name": saved.name})
    return _page(request, venue, kind_form=form)


@require_POST
@staff(CHANGE)
def category(request: HttpRequest, category_id: int) -> HttpResponse:
    """Rename, move or remove a kind of room: what the pressed button says."""
    found = RoomCategory.objects.select_related("venue").filter(pk=category_id).first()
    if found is None:
        raise ListedUnknown
    do = request.POST.get("do", SAVE)
    if do in {UP, DOWN}:
        ids = _moved([each.pk for each in _categories(found.venue)], category_id, do)
        services.order_categories(venue_id=found.venue_id, category_ids=ids)
        return back(request, "room-lists", _("Moved."))
    form = CategoryForm(request.POST, prefix=f"kind-{category_id}")
    if do == REMOVE:
        try:
            services.remove_category(category_id=category_id)
        except Invalid as error:
            held = {"name": found.name, **({"is_interchangeable": "on"} if found.is_interchangeable else {})}
            form = CategoryForm(
                {f"kind-{category_id}-{name}": value for name, value in held.items()},
                prefix=f"kind-{category_id}",
            )
            form.add_error("name", error.message)
            return _page(request, found.venue, refused_kinds={category_id: form})
        return back(request, "room-lists", _("Removed %(name)s.") % {"name": found.name})
    saved = _saved(form, lambda values: services.change_category(category_id=category_id, **values))
    if saved:
        words = _("Saved %(name)s: in its rooms, price rules and on the waiting list.")
        return back(request, "room-lists", words % {"name": saved.name})
    return _page(request, found.venue, refused_kinds={category_id: form})


def _saved(form: Any, save: Callable[[dict[str, Any]], Any]) -> Any:
    """What a valid form made; None, with what is wrong said beside the field."""
    if not form.is_valid():
        return None
    try:
        return save(form.cleaned_data)
    except (Invalid, LimitReached) as error:
        _say(form, error)
        return None


def _say(form: Any, error: Invalid | LimitReached) -> None:
    if isinstance(error, Invalid):
        take_over(form, error)
    else:
        form.add_error(None, error.message)


def _moved(ids: list[int], key: int, direction: str) -> list[int]:
    place = ids.index(key)
    other = max(0, min(len(ids) - 1, place + (1 if direction == DOWN else -1)))
    ids[place], ids[other] = ids[other], ids[place]
    return ids


def _features(venue: Venue) -> list[RoomFeature]:
    return list(RoomFeature.objects.filter(venue=venue).in_order())


def _categories(venue: Venue) -> list[RoomCategory]:
    return list(RoomCategory.objects.filter(venue=venue).in_order())


def _page(
    request: HttpRequest,
    venue: Venue,
    *,
    feature_form: FeatureForm | None = None,
    kind_form: CategoryForm | None = None,
    presets_form: PresetsForm | None = None,
    refused: dict[int, FeatureForm] | None = None,
    refused_kinds: dict[int, CategoryForm] | None = None,
) -> HttpResponse:
    rooms = list(Room.objects.filter(venue=venue).exclude(state=RoomState.ARCHIVED))
    have = Counter(name for room in rooms for name in room.features)
    of_kind = Counter(room.category for room in rooms)
    features = _features(venue)
    forms = [
        feature_form,
        kind_form,
        presets_form,
        *(refused or {}).values(),
        *(refused_kinds or {}).values(),
    ]
    wrong = next((form for form in forms if form is not None and form.errors), None)
    context = {
        "venue": venue,
        "features": [
            {"row": row, "rooms": have[row.name], "form": (refused or {}).get(row.pk) or _feature_form(row)}
            for row in features
        ],
        "kinds": [
            {
                "row": row,
                "rooms": of_kind[row.name],
                "form": (refused_kinds or {}).get(row.pk) or _kind_form(row),
            }
            for row in _categories(venue)
        ],
        "feature_form": feature_form or FeatureForm(prefix="feature"),
        "kind_form": kind_form or CategoryForm(prefix="kind"),
        "presets_form": presets_form or PresetsForm(listed=features),
        "form": wrong,
    }
    return render(request, PAGE, context, status=422 if wrong is not None else 200)


def _feature_form(row: RoomFeature) -> FeatureForm:
    initial = {"name": row.name, "is_counted": row.is_counted, "is_asked": row.is_asked}
    return FeatureForm(initial=initial, prefix=f"feature-{row.pk}")


def _kind_form(row: RoomCategory) -> CategoryForm:
    initial = {"name": row.name, "is_interchangeable": row.is_interchangeable}
    return CategoryForm(initial=initial, prefix=f"kind-{row.pk}")
