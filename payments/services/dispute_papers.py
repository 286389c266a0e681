"""Papers that go to the bank with an answer: left with Stripe before the answer is put on record.

An answer is read once, so it names its papers from the start. While Stripe takes none, an answer goes without
the record's, which says the same as its words; with a paper of the venue's own nothing is sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from boom.core.providers import stripe
from payments.errors import PaperNotTaken
from payments.models import Dispute

# Where go (https://docs.stripe.com/api/disputes/evidence_object) the record, and the venue's own.
RECORD, OWN = "service_documentation", "uncategorized_file"
# Stripe takes 4.5 MB in all.
LARGEST_OWN = 4_000_000
PURPOSE = "dispute_evidence"


def leave_papers(dispute: Dispute, papers: Mapping[str, bytes]) -> dict[str, str]:
    """What Stripe calls each paper, by the name of its place in the evidence. Never within a transaction.

    The same paper again is the same file. Raises PaperNotTaken for one of the venue's own, where Stripe is
    away or wants none of it.
    """
    try:
        return _all_left(dispute, papers)
    except stripe.StripeDown as away:
        if papers.get(OWN):
            raise PaperNotTaken from away
    except stripe.StripeRefused as refusal:
        if papers.get(OWN):
            raise PaperNotTaken(refusal.message) from refusal
    return {}


def _all_left(dispute: Dispute, papers: Mapping[str, bytes]) -> dict[str, str]:
    return {place: _left(dispute, place, content) for place, content in sorted(papers.items()) if content}


def _left(dispute: Dispute, place: str, content: bytes) -> str:
    mark = hashlib.sha256(content).hexdigest()[:32]
    file = stripe.upload(
        f"{place}.pdf",
        content,
        purpose=PURPOSE,
        key=f"boom-paper-{dispute.external_id}-{mark}",
        account=dispute.external_account,
    )
    return str(file["id"])
