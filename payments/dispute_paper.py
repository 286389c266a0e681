"""The record of a disputed visit as a PDF, for the bank: what is sent as text, on paper."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

from boom.core.pdf import Page
from payments.dispute_words import facts_of, shown
from payments.models import Dispute


def dispute_paper(dispute: Dispute, evidence: Mapping[str, str]) -> bytes:
    """The file. The same evidence gives the same words."""
    amount = shown(dispute).amount.format()
    venue = dispute.venue
    title = gettext("Payment of %(amount)s, %(venue)s") % {"amount": amount, "venue": venue.name}
    page = Page(title=title, foot=f"{venue.name} · {dispute.external_id}")
    page.heading(title, detail=gettext("What is on record, for dispute %(id)s") % {"id": dispute.external_id})
    for term, words in facts_of(dict(evidence)):
        page.section(term)
        for line in words.splitlines():
            page.words(line)
    return page.as_bytes()
