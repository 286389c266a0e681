"""Pictures of rooms: shown to everybody, kept in order by managers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from bookings.errors import PhotoUnknown
from bookings.forms.photos import PhotoForm
from bookings.models import Photo, Room
from bookings.services import photos
from bookings.views.setup import CHANGE, room_page
from boom.access import anyone, staff, stays_open
from boom.core.errors import Invalid, LimitReached, NotFound


@anyone
@stays_open
@require_GET
@cache_control(public=True, max_age=365 * 24 * 3600, immutable=True)
def photo(request: HttpRequest, digest: str, size: str) -> HttpResponse:
    """A picture, kept for good under an address that nobody guesses and that its contents make.

    `size` is the column of `Photo` that the route names.
    """
    content = Photo.objects.filter(digest=digest).values_list(size, flat=True).first()
    if content is None:
        raise PhotoUnknown
    return HttpResponse(bytes(content), content_type="image/webp")


@require_POST
@staff(CHANGE)
def photo_add(request: HttpRequest, room_id: int) -> HttpResponse:
    room = Room.objects.select_related("venue").filter(pk=room_id).first()
    if room is None:
        raise NotFound(_("There is no such room."))
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            photos.add_photo(
                room_id=room_id, content=form.cleaned_data["file"].read(), words=form.cleaned_data["words"]
            )
        except (Invalid, LimitReached) as refusal:
            form.add_error("file", refusal.message)
        else:
            messages.success(request, _("Added the photo."))
            return redirect("dashboard:room", room_id)
    return room_page(request, room, photo_form=form)


@require_POST
@staff(CHANGE)
def photo_change(request: HttpRequest, room_id: int, photo_id: int) -> HttpResponse:
    """Put a picture first, or take it away."""
    if request.POST.get("do") == "first":
        photos.put_photo_first(room_id=room_id, photo_id=photo_id)
        messages.success(request, _("This photo comes first now."))
    else:
        photos.remove_photo(room_id=room_id, photo_id=photo_id)
        messages.success(request, _("Removed the photo."))
    return redirect("dashboard:room", room_id)
