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
from payments.dispute_paper import dispute_paper
from payments.dispute_words import facts_of, shown
from payments.domain.evidence import evidence_of
from payments.forms.disputes import AnswerForm, GiveInForm
from payments.models import Dispute
from payments.selectors.disputes import case_of, dispute_called, disputes_of
from payments.services.dispute_papers import OWN
from payments.services.disputes import answer_dispute, give_in

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
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form)
    business = request.business  # type: ignore[attr-defined]
    try:
        answer_dispute(
            dispute_id=found.pk,
            own_words=form.cleaned_data["own_words"],
            own_paper=form.cleaned_data["own_paper"],
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


@require_GET
@staff(VIEW)
def paper(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """The record of the visit as the bank gets it. It names a guest, so taking it out is noted."""
    found = dispute_called(dispute_id)
    evidence = evidence_of(case_of(found)) if found.is_to_answer(clock.now()) else found.evidence
    note_export(table="payments_dispute", count=1)
    return HttpResponse(
        dispute_paper(found, evidence),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{found.external_id}.pdf"',
            "Cache-Control": "no-store",
        },
    )


@require_POST
@staff(ANSWER)
def give_up(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """Let the guest keep the money. Where Stripe is away it is said by itself, later."""
    found = dispute_called(dispute_id)
    form = GiveInForm(request.POST)
    if not form.is_valid():
        return _page(request, found, give_in_form=form)
    business = request.business  # type: ignore[attr-defined]
    try:
        give_in(dispute_id=found.pk, business_id=business.pk, now=clock.now())
    except StripeDown:
        messages.info(request, _("The payment service is away. The bank is told by itself."))
    except DomainError as error:
        add_refusal(form, error)
        return _page(request, dispute_called(dispute_id), give_in_form=form)
    else:
        messages.success(request, _("You gave in. The guest keeps the money."))
    return redirect("payments:dispute", found.pk)


def _page(
    request: HttpRequest,
    found: Dispute,
    form: AnswerForm | None = None,
    *,
    give_in_form: GiveInForm | None = None,
) -> HttpResponse:
    may_answer = request.user.has_perm(ANSWER)
    is_wrong = any(each is not None and each.errors for each in (form, give_in_form))
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
        "has_own_paper": OWN in found.evidence,
        "form": (form or AnswerForm()) if can_answer and may_answer else None,
        "give_in_form": (give_in_form or GiveInForm()) if found.can_give_in() and may_answer else None,
    }
    return render(request, "payments/dispute.html", context, status=422 if is_wrong else 200)
