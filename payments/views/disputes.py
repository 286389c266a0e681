"""Disputes: the list with deadlines, and one with what the record says, sent to the bank by one press."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from audit.services.accesses import note_export
from bookings.views.pages import asked
from boom.access import staff
from boom.core import clock
from boom.core.errors import DomainError
from boom.core.providers.stripe import StripeDown
from boom.problems import add_refusal
from payments.dispute_words import facts_of, shown
from payments.domain.evidence import evidence_of
from payments.forms.disputes import AnswerForm
from payments.models import Dispute
from payments.selectors.disputes import case_of, dispute_called, disputes_of
from payments.services.disputes import answer_dispute

VIEW, ANSWER = "payments.view_takings", "payments.override_refund"


@require_GET
@staff(VIEW)
def disputes(request: HttpRequest) -> HttpResponse:
    """A venue's disputes, those to answer first."""
    page = asked(request)
    rows = [shown(row) for row in disputes_of(page.venue)]
    return render(request, "payments/disputes.html", {"venue": page.venue, "disputes": rows, "now": page.now})


@require_GET
@staff(VIEW)
def dispute(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """One dispute: until when it can be answered, and what the bank would be told."""
    return _page(request, dispute_called(dispute_id))


@require_POST
@staff(ANSWER)
def answer(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """Send the bank what the record says. Where Stripe is away it goes by itself, later."""
    found = dispute_called(dispute_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    business = request.business  # type: ignore[attr-defined]
    try:
        answer_dispute(
            dispute_id=found.pk,
            own_words=form.cleaned_data["own_words"],
            business_id=business.pk,
            now=clock.now(),
        )
    except StripeDown:
        messages.info(request, _("The payment service is away. Your answer goes to the bank by itself."))
    except DomainError as error:
        add_refusal(form, error)
        return _page(request, dispute_called(dispute_id), form)
    else:
        messages.success(request, _("The bank has your answer."))
    # What is sent names a guest.
    note_export(table="payments_dispute", count=1)
    return redirect("payments:dispute", found.pk)


def _page(request: HttpRequest, found: Dispute, form: AnswerForm | None = None) -> HttpResponse:
    can_answer = found.is_to_answer(clock.now())
    evidence = evidence_of(case_of(found)) if can_answer else found.evidence
    context = {
        "venue": found.venue,
        "booking": found.payment.booking,
        "title": found.payment.title,
        "shown": shown(found),
        "dispute": found,
        "can_answer": can_answer,
        "facts": facts_of(evidence),
        "form": (form or AnswerForm()) if can_answer and request.user.has_perm(ANSWER) else None,
    }
    return render(request, "payments/dispute.html", context, status=422 if form and form.errors else 200)
