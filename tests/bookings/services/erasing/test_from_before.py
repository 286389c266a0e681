"""Erasing somebody, and pages and changes from before."""

from __future__ import annotations

import pytest

from audit.errors import CannotTakeBack
from audit.models import AuditEvent
from audit.services.undo import take_back
from bookings.errors import ChangedMeanwhile, NothingToUndo
from bookings.models import Booking
from bookings.services.bookings import edit_booking
from bookings.services.customers import Contact
from bookings.services.undo import undo_change
from tests.bookings.services.erasing.person import CANARIES, erase, tables_that_say, whole
from tests.conftest import TONIGHT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business", "now")]


def test_a_form_opened_before_does_not_bring_them_back(booking):
    opened = Booking.objects.get(pk=booking.pk).version
    erase(whole(booking))

    with pytest.raises(ChangedMeanwhile):
        edit_booking(
            booking_id=booking.pk,
            version=opened,
            contact=Contact("Ann Quillfeather", "quill@feather.example"),
            party_size=2,
            note="",
            staff_note="",
            now=TONIGHT,
        )

    assert tables_that_say(*CANARIES) == set()


def test_a_change_from_before_is_not_undone_into_its_blanks(booking):
    edited = edit_booking(
        booking_id=booking.pk,
        version=Booking.objects.get(pk=booking.pk).version,
        contact=Contact("Ann Quillfeather", "quill@feather.example"),
        party_size=2,
        note="",
        staff_note="",
        now=TONIGHT,
    )
    event = AuditEvent.objects.filter(table="bookings_occupancy").latest("id")
    erase(whole(booking))

    with pytest.raises(ChangedMeanwhile):
        undo_change(booking_id=booking.pk, version=edited.version, now=TONIGHT)
    with pytest.raises(NothingToUndo):
        undo_change(booking_id=booking.pk, version=edited.version + 1, now=TONIGHT)
    with pytest.raises(CannotTakeBack):
        take_back(event_id=event.pk, now=TONIGHT)

    assert Booking.objects.get(pk=booking.pk).note == ""


def test_whoever_is_erased_is_erased_again_for_what_was_written_since(booking):
    erase(whole(booking))
    Booking.objects.filter(pk=booking.pk).update(staff_note="Quillfeather came back")

    erase(whole(booking))

    assert tables_that_say(*CANARIES) == set()
