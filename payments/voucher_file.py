"""A gift voucher as a PDF to print and hand over: one A4 page."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext

from boom.core import text
from boom.core.pdf import Page
from payments.selectors.vouchers import SaleShown


def voucher_file(shown: SaleShown) -> bytes:
    """The file: what it is worth, its code, for and from whom, until when, and how it is used."""
    sale, venue, voucher = shown.sale, shown.sale.venue, shown.sale.voucher
    assert voucher is not None, "only what was sold is printed"
    with translation.override(translation.get_language() or "en"):
        title = gettext("Gift voucher over %(worth)s") % {"worth": shown.worth.format()}
        page = Page(title=title, foot=f"{venue.name} · {voucher.code}")
        page.heading(title, detail=venue.name)
        if voucher.is_test:
            page.words(gettext("Test mode: it pays for nothing real."))
        if sale.for_name:
            page.words(gettext("For %(name)s") % {"name": sale.for_name})
        if sale.buyer_name:
            page.words(gettext("From %(name)s") % {"name": sale.buyer_name})
        if sale.message:
            page.section(gettext("Message"))
            for line in sale.message.splitlines():
                page.words(line)
        page.section(gettext("Code"))
        page.heading(voucher.code)
        if voucher.expires_on:
            until = text.day(voucher.expires_on, venue.zone, style="full", locale=venue.locale)
            page.words(gettext("Good until %(day)s.") % {"day": until})
        page.words(gettext("Type the code as you book. What is left after a visit stays on it for the next."))
        page.section(venue.name)
        for line in (
            *venue.address.splitlines(),
            text.phone(venue.phone) if venue.phone else "",
            venue.email,
        ):
            if line.strip():
                page.words(line.strip())
    return page.as_bytes()
