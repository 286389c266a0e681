"""Pictures of rooms: added, put first, taken away; no picture is lost, so that this can be undone."""

from __future__ import annotations

from django.db.models import Max

from bookings.errors import PhotoUnknown, RoomUnknown, TooManyPhotos
from bookings.models import Photo, Room, RoomPhoto
from bookings.pictures import Picture, read_picture
from bookings.services.setup import setup_changed
from boom.core.db import service

MOST_PHOTOS = 8


def add_photo(*, room_id: int, content: bytes, words: str) -> RoomPhoto:
    """Show a picture with a room, after those it has; `words` say what it shows. The same one again changes
    its words only.

    Raises PictureUnusable, PictureTooLarge, TooManyPhotos, RoomUnknown.
    """
    # Before the transaction: decoding takes a while, and would hold the room's row meanwhile.
    return _add_photo(room_id=room_id, picture=read_picture(content), words=words)


@service
def _add_photo(*, room_id: int, picture: Picture, words: str) -> RoomPhoto:
    room = _locked(room_id)
    photo, _ = Photo.objects.get_or_create(
        digest=picture.digest,
        defaults={
            "full": picture.full,
            "small": picture.small,
            "width": picture.width,
            "height": picture.height,
        },
    )
    shown = RoomPhoto.objects.filter(room=room, photo=photo).first()
    if shown is None:
        if RoomPhoto.objects.filter(room=room).count() >= MOST_PHOTOS:
            raise TooManyPhotos(f"A room can have {MOST_PHOTOS} photos. Remove one first.")
        last = RoomPhoto.objects.filter(room=room).aggregate(last=Max("order"))["last"] or 0
        shown = RoomPhoto(room=room, photo=photo, order=last + 1)
    shown.words = words.strip()
    shown.save()
    setup_changed(room.venue_id)
    return shown


@service
def put_photo_first(*, room_id: int, photo_id: int) -> None:
    """Make a picture the one a room is listed with. Raises RoomUnknown, PhotoUnknown."""
    room = _locked(room_id)
    first = _photo_of(room, photo_id)
    others = RoomPhoto.objects.filter(room=room).exclude(pk=first.pk).in_order()
    for place, shown in enumerate([first, *others], start=1):
        RoomPhoto.objects.filter(pk=shown.pk).update(order=place)
    setup_changed(room.venue_id)


@service
def remove_photo(*, room_id: int, photo_id: int) -> None:
    """Show a picture with a room no more. Raises RoomUnknown, PhotoUnknown."""
    room = _locked(room_id)
    _photo_of(room, photo_id).delete()
    setup_changed(room.venue_id)


def _locked(room_id: int) -> Room:
    room = Room.objects.select_for_update().filter(pk=room_id).first()
    if room is None:
        raise RoomUnknown
    return room


def _photo_of(room: Room, photo_id: int) -> RoomPhoto:
    shown = RoomPhoto.objects.filter(room=room, pk=photo_id).first()
    if shown is None:
        raise PhotoUnknown
    return shown
