"""What came from Stripe to the bank: the list, one with all it is made of, and that as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from audit.services.accesses import note_export
from boom.access import staff
from boom.core.money import Money
from payments.payout_file import payout_as_csv
from payments.selectors.payouts import Report, booking_of, payment_of, payouts_page, report_called, report_of

VIEW = "payments.view_payouts"


@require_GET
@staff(VIEW)
def payouts(request: HttpRequest) -> HttpResponse:
    """Every payout, with whether it ties."""
    page = payouts_page(request.GET.get("page", "1"))
    reports = [report_of(row) for row in page.object_list]
    return render(request, "payments/payouts.html", {"page": page, "reports": reports})


@require_GET
@staff(VIEW)
def payout(request: HttpRequest, payout_id: int) -> HttpResponse:
    """One payout, each movement with its booking."""
    report = report_called(payout_id)
    return render(request, "payments/payout.html", {"report": report, "lines": _shown(report)})


@require_GET
@staff(VIEW)
def payout_file(request: HttpRequest, payout_id: int) -> HttpResponse:
    """The same for the accountant. It names bookings, so taking it out is noted."""
    report = report_called(payout_id)
    note_export(table="payments_payoutline", count=len(report.lines))
    name = f"payout-{report.payout.made_at:%Y-%m-%d}-{report.payout.pk}.csv"
    return HttpResponse(
        "".join(payout_as_csv(report)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _shown(report: Report) -> list[dict[str, object]]:
    currency = report.payout.currency
    return [
        {
            "line": line,
            "booking": booking_of(line),
            "sale": payment.voucher_sale if (payment := payment_of(line)) is not None else None,
            "amount": Money(line.amount_minor, currency),
            "fee": Money(-line.fee_minor, currency),
            "net": Money(line.net_minor, currency),
        }
        for line in report.lines
    ]
