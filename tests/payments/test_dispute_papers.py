"""Papers for the bank, and giving in: what the record says as a PDF, a PDF of the venue's own, or neither."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import strip_tags

from bookings.models import Booking
from boom.core import clock
from boom.core.providers import stripe
from ledger.selectors import balance
from payments.domain import chart
from payments.errors import NotToAnswer, NotToGiveIn, PaperNotTaken
from payments.models import Dispute, Payment
from payments.services.disputes import answer_dispute, give_in
from tests.conftest import HostClient
from tests.payments import connected as house
from tests.payments import test_disputes as disputes
from tests.payments.connected import Connected

connected = house.connected
booking, payment = disputes.booking, disputes.payment
As = Callable[[str], HostClient]
OWN = b"%PDF-1.4\nsigned by the guest\n"


def answer(connected: Connected, dispute: Dispute, own_paper: bytes = b"") -> None:
    answer_dispute(
        dispute_id=dispute.pk, own_words="They were here.", own_paper=own_paper,
        business_id=connected.business.pk, now=connected.now,
    )  # fmt: skip


def submit_give_in(connected: Connected, dispute: Dispute) -> None:
    give_in(dispute_id=dispute.pk, business_id=connected.business.pk, now=connected.now)


def told(connected: Connected) -> dict[str, str]:
    (there,) = connected.stripe.objects("dispute", connected.account)
    return {name: value for name, value in there["evidence"].items() if isinstance(value, str)}


def test_the_record_goes_as_a_pdf_and_a_paper_of_ones_own_beside_it(connected: Connected, payment: Payment):
    dispute = connected.dispute(payment)

    answer(connected, dispute, OWN)

    files = {file["id"]: file for file in connected.stripe.objects("file", connected.account)}
    sent = told(connected)
    record, own = files[sent["service_documentation"]], files[sent["uncategorized_file"]]
    assert (record["purpose"], record["type"], own["type"]) == ("dispute_evidence", "pdf", "pdf")
    assert own["size"] == len(OWN)
    assert sent["uncategorized_text"].startswith("They were here.")


def test_without_one_the_record_goes_alone(connected: Connected, payment: Payment):
    dispute = connected.dispute(payment)

    answer(connected, dispute)

    assert len(connected.stripe.objects("file", connected.account)) == 1
    assert "uncategorized_file" not in told(connected)


def test_while_stripe_takes_no_files_words_go_alone_and_a_paper_waits(connected: Connected, payment: Payment):
    dispute = connected.dispute(payment)
    connected.stripe.fault("down", "/v1/files", times=9)

    with pytest.raises(PaperNotTaken):
        answer(connected, dispute, OWN)
    dispute.refresh_from_db()
    before = dispute.answered_at
    stripe.breaker.succeeded()
    answer(connected, dispute)

    dispute.refresh_from_db()
    assert (before, dispute.answered_at) == (None, connected.now)
    assert "service_documentation" not in told(connected)


def test_giving_in_loses_it_at_once_and_nothing_is_answered_any_more(connected: Connected, payment: Payment):
    dispute = connected.dispute(payment)

    submit_give_in(connected, dispute)

    dispute.refresh_from_db()
    assert (dispute.state, dispute.gave_in_at) == ("lost", connected.now)
    assert balance(chart.disputes(payment.venue_id).code, payment.currency).minor == 6000
    with pytest.raises(NotToAnswer):
        answer(connected, dispute)
    with pytest.raises(NotToGiveIn):
        submit_give_in(connected, dispute)


def test_a_question_is_not_given_in_to(connected: Connected, payment: Payment):
    with pytest.raises(NotToGiveIn):
        submit_give_in(connected, connected.dispute(payment, "inquiry"))


def test_what_stripe_refuses_was_not_given_in(connected: Connected, payment: Payment):
    dispute = connected.dispute(payment)
    connected.client.v1.disputes.close(dispute.external_id)

    with pytest.raises(stripe.StripeRefused):
        submit_give_in(connected, dispute)

    dispute.refresh_from_db()
    assert (dispute.gave_in_at, dispute.gave_in_by) == (None, "")


def test_a_manager_looks_at_the_paper_adds_one_and_sends_both(
    connected: Connected, payment: Payment, client_as: As
):
    dispute = connected.dispute(payment)
    client, path = client_as("manager"), f"/dashboard/disputes/{dispute.pk}/"

    with clock.set_to(connected.now):
        paper = client.get(f"{path}paper.pdf")
        wrong = client.post(f"{path}answer/", {"own_paper": SimpleUploadedFile("a.pdf", b"GIF89a")})
        client.post(f"{path}answer/", {"own_words": "x", "own_paper": SimpleUploadedFile("a.pdf", OWN)})
        after = strip_tags(client.get(path).content.decode())

    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert (wrong.status_code, "This is no PDF file." in wrong.content.decode()) == (422, True)
    assert "Your own paper went with it." in after


def test_giving_in_takes_a_yes(connected: Connected, payment: Payment, client_as: As, booking: Booking):
    dispute = connected.dispute(payment)
    client, path = client_as("manager"), f"/dashboard/disputes/{dispute.pk}/"

    with clock.set_to(connected.now):
        refused = client.post(f"{path}give-in/")
        client.post(f"{path}give-in/", {"sure": "on"})
        after = strip_tags(client.get(path).content.decode())

    assert refused.status_code == 422
    assert ("You gave in." in after, "Given in on" in after, "Or give in" in after) == (True, True, False)
