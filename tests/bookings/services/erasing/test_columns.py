"""Every column of every table of persons is said to be personal, or plain."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, JSONField, TextField

from bookings.models import Booking, Customer, HourPack, Occupancy, Series
from bookings.personal import parts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business", "now")]


# Tables that lead to a person or their bookings, and have no word of anybody.
OF_KEYS = {
    "bookings_bookedaddon", "bookings_customerlink", "bookings_doorcode", "bookings_managelink",
    "bookings_notthesame", "bookings_packuse", "bookings_privateuse", "bookings_promouse",
    "bookings_takenpart", "bookings_voucheruse", "bookings_waitlistoffer", "integrations_calendarconflict",
    "integrations_externalblock", "integrations_syncedevent", "payments_creditmovement",
}  # fmt: skip


WORDY = (CharField, TextField, JSONField, ArrayField)


@pytest.mark.parametrize("part", parts(), ids=lambda part: part.table)
def test_every_column_with_words_of_a_table_of_persons_is_said_to_be_personal_or_plain(part):
    wordy = {field.attname for field in part.model._meta.concrete_fields if isinstance(field, WORDY)}
    wordy |= {field.attname for field in part.model._meta.concrete_fields if field.generated}

    assert wordy - set(part.blank) - set(part.plain) == set()
    assert set(part.blank) & set(part.plain) == set()


def test_every_table_that_leads_to_a_person_is_one_of_theirs_or_has_no_words():
    leading = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model in {Customer, Occupancy, Booking, Series, HourPack} and not model._meta.proxy
    }

    assert leading - {part.table for part in parts()} == OF_KEYS
