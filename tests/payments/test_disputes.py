"""A guest's bank takes a payment back: managers hear of it, see what the record says, and send it in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils.html import strip_tags

from accounts.services import create_user
from accounts.venue_scope import Place
from billing.models import StripeCall
from bookings.models import Booking, Consent, GuestMessage, Venue
from boom.core import clock
from boom.core.models import OutboxMessage
from boom.core.providers import stripe
from ledger.selectors import balance
from notifications import dispute_letters
from notifications.selectors.staff_mails import told_of
from notifications.topics import DISPUTES
from payments.domain import chart
from payments.domain.evidence import LONGEST_FIELD, Case, Sign, evidence_of
from payments.errors import NotToAnswer
from payments.models import Dispute, Payment
from payments.services.disputes import answer_dispute
from tests.conftest import HostClient
from tests.factories import make_booking, make_room
from tests.payments import connected as house
from tests.payments.connected import Connected

connected = house.connected
As = Callable[[str], HostClient]


@pytest.fixture
def booking(business, now: datetime) -> Booking:
    """A visit of two days ago, with all that is on record about it."""
    room = make_room(Venue.objects.get(), name="Echo")
    visit = make_booking(
        room=room,
        starts_at=now - timedelta(days=2),
        total_minor=6000,
        status="completed",
        checked_in_at=now - timedelta(days=2),
        checked_out_at=now - timedelta(days=2) + timedelta(hours=1),
        guest_name="Ann Smith",
    )
    GuestMessage.objects.create(booking_id=visit.pk, words="We loved it")
    Consent.objects.create(
        customer_id=visit.customer_id, purpose="terms", is_given=True, version=3,
        words="No smoking.", source="online", at=now - timedelta(days=9),
    )  # fmt: skip
    return visit


@pytest.fixture
def payment(connected: Connected, booking: Booking) -> Payment:
    return connected.paid(booking, 6000)


def words(client: HostClient, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


def answer(connected: Connected, dispute: Dispute, own_words: str = "They were here.") -> None:
    answer_dispute(
        dispute_id=dispute.pk,
        own_words=own_words,
        business_id=connected.business.pk,
        now=connected.now,
    )


def test_a_dispute_is_stored_with_its_deadline_and_the_books_know_what_the_bank_took(
    connected: Connected, payment: Payment
):
    dispute = connected.dispute(payment)

    (there,) = connected.stripe.objects("dispute", connected.account)
    assert (dispute.payment, dispute.state, dispute.reason) == (payment, "needs_response", "fraudulent")
    assert int(dispute.due_at.timestamp()) == there["evidence_details"]["due_by"]
    assert (dispute.amount_minor, dispute.withdrawn_minor) == (6000, 6000)
    assert dispute.fee_minor > 0
    held = balance(chart.of_method(payment.venue_id, "card").code, payment.currency)
    lost = balance(chart.disputes(payment.venue_id).code, payment.currency)
    assert (held.minor, lost.minor) == (0, 6000)


def test_events_again_and_out_of_order_change_nothing(connected: Connected, payment: Payment):
    dispute = connected.dispute(payment)

    connected.hear()
    connected.hear()

    assert Dispute.objects.get() == dispute
    assert balance(chart.disputes(payment.venue_id).code, payment.currency).minor == 6000
    assert OutboxMessage.objects.filter(kind="dispute.opened").count() == 1


def test_one_of_a_payment_that_is_not_known_yet_is_parked(connected: Connected, payment: Payment):
    Payment.objects.filter(pk=payment.pk).update(external_id="pi_later")
    connected.stripe.order(
        "/disputes",
        account=connected.account,
        charge=str(connected.client.v1.charges.list().data[0].id),
    )

    states = {event.state for event in refreshed(connected)}

    assert states == {"parked"}
    assert not Dispute.objects.exists()


def refreshed(connected: Connected):
    found = connected.hear()
    for event in found:
        event.refresh_from_db()
    return found


def test_the_bank_is_told_what_the_record_says_once(connected: Connected, payment: Payment):
    dispute = connected.dispute(payment)

    answer(connected, dispute)
    with pytest.raises(NotToAnswer):
        answer(connected, dispute)

    (there,) = connected.stripe.objects("dispute", connected.account)
    told = there["evidence"]
    assert (there["status"], there["evidence_details"]["submission_count"]) == ("under_review", 1)
    assert told["customer_name"] == "Ann Smith"
    assert "Echo at" in told["product_description"]
    assert "£60.00" in told["product_description"]
    assert "version 3 of the house rules: No smoking." in told["cancellation_policy_disclosure"]
    assert "The party was checked in." in told["access_activity_log"]
    assert told["uncategorized_text"].startswith("They were here.")
    assert "The guest wrote: We loved it" in told["uncategorized_text"]
    dispute.refresh_from_db()
    assert (dispute.state, dispute.evidence["customer_name"]) == ("under_review", "Ann Smith")
    assert dispute.answered_at == connected.now


def test_too_late_is_too_late(connected: Connected, payment: Payment):
    dispute = connected.dispute(payment)
    connected.wait(days=10)

    with pytest.raises(NotToAnswer):
        answer(connected, dispute)
    connected.hear()

    dispute.refresh_from_db()
    assert dispute.state == "lost"


@pytest.mark.parametrize(("outcome", "kept", "lost"), [("won", 6000, 0), ("lost", 0, 6000)])
def test_the_banks_word_is_in_the_books_and_in_a_mail(
    connected: Connected, payment: Payment, outcome: str, kept: int, lost: int
):
    dispute = connected.dispute(payment)
    answer(connected, dispute)

    connected.decide(dispute, outcome)

    assert dispute.state == outcome
    assert dispute.closed_at is not None
    assert balance(chart.of_method(payment.venue_id, "card").code, payment.currency).minor == kept
    assert balance(chart.disputes(payment.venue_id).code, payment.currency).minor == lost
    fact = OutboxMessage.objects.get(kind="dispute.closed")
    said = dispute_letters.words_for(fact.kind, fact.payload, payment.venue, payment.booking)
    assert f"is {outcome}" in said.title


def test_a_question_takes_no_money_and_becomes_a_chargeback_that_wants_another_answer(
    connected: Connected, payment: Payment
):
    dispute = connected.dispute(payment, reason="inquiry")
    assert (dispute.state, dispute.withdrawn_minor) == ("warning_needs_response", 0)
    answer(connected, dispute)

    connected.decide(dispute, "lost")
    assert (dispute.state, dispute.answered_at) == ("needs_response", None)
    answer(connected, dispute, "Still right.")

    dispute.refresh_from_db()
    assert dispute.state == "under_review"
    assert OutboxMessage.objects.filter(kind="dispute.opened").count() == 2


def test_a_lost_answer_of_stripes_is_finished_by_itself(connected: Connected, payment: Payment):
    dispute = connected.dispute(payment)
    connected.stripe.fault("lose", "/v1/disputes/*", method="POST", times=3)

    with pytest.raises(stripe.StripeDown):
        answer(connected, dispute)
    with pytest.raises(NotToAnswer):
        answer(connected, dispute)

    call = StripeCall.objects.get(purpose="dispute")
    assert (call.state, call.is_lasting) == ("begun", True)
    (there,) = connected.stripe.objects("dispute", connected.account)
    assert there["evidence_details"]["submission_count"] == 1


def test_what_stripe_refuses_was_not_answered(connected: Connected, payment: Payment):
    dispute = connected.dispute(payment)
    connected.client.v1.disputes.close(dispute.external_id)

    with pytest.raises(stripe.StripeRefused):
        answer(connected, dispute)

    dispute.refresh_from_db()
    assert (dispute.answered_at, dispute.evidence) == (None, {})


def test_managers_get_a_mail_with_the_deadline_and_the_desk_does_not(connected: Connected, payment: Payment):
    manager = create_user(name="Max", email="max@example.com", role="manager")
    elsewhere = create_user(name="Eva", email="eva@example.com", role="manager")
    type(elsewhere).objects.filter(pk=elsewhere.pk).update(venue_ids=[payment.venue_id + 1])
    create_user(name="Dee", email="dee@example.com", role="front_desk")
    connected.dispute(payment)

    fact = OutboxMessage.objects.get(kind="dispute.opened")
    said = dispute_letters.words_for(fact.kind, fact.payload, payment.venue, payment.booking)
    written = dispute_letters.write_letter(said, fact.payload, manager, connected.business)

    who = {user.email for user in told_of(DISPUTES, Place(payment.venue_id))}
    assert "max@example.com" in who
    assert not who & {"eva@example.com", "dee@example.com"}
    assert "A payment of £60.00 is disputed" in written.subject
    assert "Answer by Mon 30 Nov 2026" in written.text
    assert f"/dashboard/disputes/{fact.payload['dispute']}/" in written.text


def test_a_manager_sees_the_deadline_and_what_is_sent_and_sends_it(
    connected: Connected, payment: Payment, client_as: As
):
    dispute = connected.dispute(payment)
    client = client_as("manager")

    with clock.set_to(connected.now):
        listed = words(client, "/dashboard/disputes/")
        drawer = words(client, f"/dashboard/bookings/{payment.booking_id}/")
        shown = words(client, f"/dashboard/disputes/{dispute.pk}/")
        client.post(f"/dashboard/disputes/{dispute.pk}/answer/", {"own_words": "Here is the list."})
        after = words(client, f"/dashboard/disputes/{dispute.pk}/")

    assert "To be answered" in listed
    assert "Dispute of £60.00" in drawer
    assert "Answer by" in shown
    assert "The cardholder says it was not them." in shown
    assert "What the bank will be told" in shown
    assert "We loved it" in shown
    assert "The bank has your answer." in after
    assert "What the bank was told" in after
    assert "Here is the list." in after
    assert "Send to the bank" not in after


def test_while_stripe_is_away_the_manager_reads_that_it_goes_by_itself(
    connected: Connected, payment: Payment, client_as: As, settings
):
    dispute = connected.dispute(payment)
    client = client_as("manager")
    settings.STRIPE_API_BASE = "http://127.0.0.1:1"

    with clock.set_to(connected.now):
        client.post(f"/dashboard/disputes/{dispute.pk}/answer/", {"own_words": ""})
        after = words(client, f"/dashboard/disputes/{dispute.pk}/")

    assert "Your answer goes to the bank by itself." in after


def test_evidence_is_as_long_as_stripe_takes_and_leaves_out_what_is_not_known():
    case = Case("Ann", "", "A room", "Sat", "", history=[Sign("Sat", "x" * 300)] * 100)

    told = evidence_of(case, "")

    assert set(told) == {"customer_name", "product_description", "service_date", "uncategorized_text"}
    assert len(told["uncategorized_text"]) <= LONGEST_FIELD
    assert told["uncategorized_text"].endswith("x")
