"""What customers agreed to, with the words they saw."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bookings.selectors.consents import asked_as, asked_now, consents_of, present_consents
from bookings.services.consents import change_consent_text, record_consent
from tests.conftest import TONIGHT
from tests.factories import make_customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business")]


def say(customer, is_given: bool, *, later: int = 0):
    return record_consent(
        customer_id=customer.pk,
        asked=asked_now("news"),
        is_given=is_given,
        source="phone",
        now=TONIGHT + timedelta(minutes=later),
    )


def test_a_yes_is_kept_with_words_version_time_and_place():
    customer = make_customer()
    asked = asked_now("news")

    consent = say(customer, True)

    assert (consent.version, consent.words, consent.at, consent.source) == (
        asked.version,
        asked.words,
        TONIGHT,
        "phone",
    )


def test_a_change_of_mind_is_another_row_and_the_newest_holds():
    customer = make_customer()
    say(customer, True)
    say(customer, False, later=1)

    said = consents_of(customer.pk)

    assert [each.is_given for each in said] == [False, True]
    assert not present_consents(said)["news"].is_given


def test_saying_the_same_again_keeps_nothing():
    customer = make_customer()
    assert say(customer, False) is None
    say(customer, True)

    assert say(customer, True, later=1) is None
    assert len(consents_of(customer.pk)) == 1


def test_new_words_are_a_new_version_and_leave_earlier_answers_theirs():
    customer = make_customer()
    before = say(customer, True)
    changed = change_consent_text(purpose="news", words="Tell me everything.")

    again = say(customer, True, later=1)

    assert changed.version == before.version + 1
    assert (again.version, again.words) == (changed.version, "Tell me everything.")
    assert consents_of(customer.pk)[1].words == before.words
    assert asked_as("news", before.version).words == before.words
    assert change_consent_text(purpose="news", words="Tell me everything.") == changed
