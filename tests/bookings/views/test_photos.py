"""Pictures of rooms: managers put them up, everybody sees them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import AuditEvent
from bookings.models import Photo, Room, RoomPhoto, Venue
from bookings.services import photos
from boom.uploads import LARGEST_UPLOAD
from tests.factories import make_room
from tests.factories.pictures import picture_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def alto(business) -> Room:
    return make_room(Venue.objects.get(), name="Alto")


def upload(client, room: Room, content: bytes | None = None, words: str = "The stage"):
    file = SimpleUploadedFile("stage.png", picture_file() if content is None else content, "image/png")
    return client.post(f"/dashboard/rooms/{room.pk}/photos/", {"file": file, "words": words})


def test_a_photo_is_shown_with_its_room_to_everybody(alto, owner_client, customer_client):
    response = upload(owner_client, alto)

    shown = RoomPhoto.objects.get(room=alto)
    assert response["Location"] == f"/dashboard/rooms/{alto.pk}/"
    page = customer_client.get("/").content.decode()
    assert f'src="/photos/{shown.photo_id}/small.webp" alt="The stage"' in page
    for path in (f"/photos/{shown.photo_id}/small.webp", f"/photos/{shown.photo_id}.webp"):
        answer = customer_client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
        assert "immutable" in answer["Cache-Control"]
        assert answer.content[8:12] == b"WEBP"


def test_the_first_is_its_face_and_the_order_can_be_changed(alto, owner_client, customer_client):
    for colour in ("red", "green", "blue"):
        upload(owner_client, alto, picture_file(colour=colour), words=colour)
    blue = RoomPhoto.objects.get(words="blue")

    owner_client.post(f"/dashboard/rooms/{alto.pk}/photos/{blue.pk}/", {"do": "first"})

    assert list(alto.photos.in_order().values_list("words", flat=True)) == ["blue", "red", "green"]
    assert 'class="art" src="/photos/' + blue.photo_id in customer_client.get("/").content.decode()


def test_a_removed_photo_is_shown_no_more_but_kept(alto, owner_client, customer_client):
    upload(owner_client, alto)
    shown = RoomPhoto.objects.get()

    owner_client.post(f"/dashboard/rooms/{alto.pk}/photos/{shown.pk}/", {"do": "remove"})

    assert "/photos/" not in customer_client.get("/").content.decode()
    assert Photo.objects.filter(digest=shown.photo_id).exists()


def test_the_record_tells_of_a_photo_without_repeating_it(alto, owner_client):
    upload(owner_client, alto)

    recorded = AuditEvent.objects.get(table="bookings_photo")
    assert (recorded.new["full"], recorded.new["small"]) == ("***", "***")
    assert "a photo" in owner_client.get("/dashboard/activity/").content.decode()


def test_the_same_photo_again_changes_its_words_only(alto, owner_client):
    upload(owner_client, alto)
    upload(owner_client, alto, words="The stage at night")

    assert list(RoomPhoto.objects.values_list("words", flat=True)) == ["The stage at night"]


@pytest.mark.parametrize(
    ("content", "words", "field"),
    [(b"no picture", "The stage", "file"), (b"", "The stage", "file"), (picture_file(), "", "words")],
)
def test_what_cannot_be_shown_is_said_beside_its_field(alto, owner_client, content, words, field):
    response = upload(owner_client, alto, content, words)

    assert (response.status_code, response.context["photo_form"].errors.keys()) == (422, {field})
    assert not RoomPhoto.objects.exists()


def test_a_room_has_a_handful_of_photos(alto, owner_client, monkeypatch):
    monkeypatch.setattr(photos, "MOST_PHOTOS", 1)
    upload(owner_client, alto)

    response = upload(owner_client, alto, picture_file(colour="red"))

    assert response.status_code == 422
    assert "Remove one first" in response.content.decode()


def test_more_than_can_be_taken_in_is_refused_while_it_arrives(alto, owner_client):
    response = upload(owner_client, alto, b"x" * (LARGEST_UPLOAD + 1))

    assert response.status_code == 413
    assert not RoomPhoto.objects.exists()


@pytest.mark.parametrize("role", ["front_desk", "viewer"])
def test_others_put_no_photos_up(alto, client_as, role):
    assert upload(client_as(role), alto).status_code == 403


def test_what_is_not_there_is_not_found(alto, owner_client):
    other = make_room(alto.venue)
    upload(owner_client, other)
    shown = RoomPhoto.objects.get()

    for path in (f"/dashboard/rooms/{alto.pk}/photos/{shown.pk}/", "/dashboard/rooms/999999/photos/"):
        assert owner_client.post(path, {"do": "remove", "words": "x"}).status_code == 404
    assert owner_client.get(f"/photos/{'0' * 64}.webp").status_code == 404
    assert RoomPhoto.objects.filter(pk=shown.pk).exists()
