"""Invoices and receipts as pages, an invoice as a PDF, too; an open invoice can be paid here."""

from __future__ import annotations

from standins.stripe import invoices
from standins.stripe.books import Books
from standins.stripe.errors import Refusal
from standins.stripe.money import spoken
from standins.stripe.pages import html
from standins.stripe.pages.pay import method_from
from standins.stripe.pages.site import File, Page, Redirect, page
from standins.stripe.periods import date_of
from standins.stripe.store import Obj


@page("GET", "/invoice/{account}/{invoice}")
def show(books: Books, typed: dict[str, str], invoice: str) -> Page:
    return _page(books, books.get("invoice", invoice, in_path=True))


def _page(books: Books, invoice: Obj, said: str | None = None) -> Page:
    currency = invoice["currency"]
    rows = [
        (line["description"] or "", spoken(line["amount"], currency)) for line in invoice["lines"]["data"]
    ]
    rows += [("Discount", spoken(-entry["amount"], currency)) for entry in invoice["total_discount_amounts"]]
    if invoice["starting_balance"]:
        rows.append(("From your balance", spoken(invoice["amount_due"] - invoice["total"], currency)))
    action = f"/invoice/{books.account}/{invoice['id']}"
    parts = [
        html.says(said),
        f"<p>{html.text(invoice['number'])}, {date_of(invoice['created'])}: {invoice['status']}</p>",
        html.amounts(rows, ("Due", spoken(invoice["amount_due"], currency))),
        f'<p><a href="{action}/pdf">As a PDF</a></p>',
    ]
    if invoice["status"] == "open":
        parts += [
            html.form(action, html.card_fields({}), button="Pay", name="do", value="pay"),
            html.card_list(),
        ]
    return Page(html.document("Invoice", *parts))


@page("POST", "/invoice/{account}/{invoice}")
def pay(books: Books, typed: dict[str, str], invoice: str) -> Page | Redirect:
    found = books.get("invoice", invoice, in_path=True)
    books.follow(books.get("customer", found["customer"]))
    try:
        invoices.collect(books, found, method_from(books, typed), off_session=False)
    except Refusal as refusal:
        if not refusal.keeps:
            raise
        intent = books.get("payment_intent", found["_intent"])
        if intent["status"] == "requires_action":
            intent["_return_url"] = books.page(f"/invoice/{books.account}/{invoice}")
            books.save(intent)
            return Redirect(intent["next_action"]["redirect_to_url"]["url"])
        return _page(books, books.get("invoice", invoice), str(refusal))
    return Redirect(f"/invoice/{books.account}/{invoice}")


@page("GET", "/invoice/{account}/{invoice}/pdf")
def download(books: Books, typed: dict[str, str], invoice: str) -> File:
    found = books.get("invoice", invoice, in_path=True)
    currency = found["currency"]
    lines = ["TEST MODE: a stand-in for Stripe", f"Invoice {found['number']}", date_of(found["created"]), ""]
    lines += [f"{line['description']}: {spoken(line['amount'], currency)}" for line in found["lines"]["data"]]
    lines += ["", f"Total {spoken(found['total'], currency)}", f"Due {spoken(found['amount_due'], currency)}"]
    return File(pdf([*lines, f"Status: {found['status']}"]), "application/pdf", f"{found['number']}.pdf")


@page("GET", "/receipt/{account}/{charge}")
def receipt(books: Books, typed: dict[str, str], charge: str) -> Page:
    found = books.get("charge", charge, in_path=True)
    rows = [("Paid", spoken(found["amount_captured"], found["currency"]))]
    if found["amount_refunded"]:
        rows.append(("Given back", spoken(found["amount_refunded"], found["currency"])))
    card = found["payment_method_details"]["card"]
    words = f"{date_of(found['created'])}, {card['brand']} ending in {card['last4']}"
    return Page(html.document("Receipt", f"<p>{html.text(words)}</p>", html.amounts(rows)))


def pdf(lines: list[str]) -> bytes:
    """One page of plain lines."""
    shown = "".join(f"({_pdf_text(line)}) Tj T*\n" for line in lines)
    stream = f"BT /F1 11 Tf 14 TL 50 780 Td\n{shown}ET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, entry in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, entry)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start, count = len(body), len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            count,
            table,
            count,
            start,
        )
    )


def _pdf_text(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
