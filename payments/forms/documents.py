"""How the list of documents is narrowed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from payments.models import DocumentKind
from payments.selectors.documents import Narrowed

KIND_WORDS = {
    DocumentKind.RECEIPT: _("Receipts"),
    DocumentKind.INVOICE: _("Invoices"),
    DocumentKind.CREDIT_NOTE: _("Credit notes"),
    DocumentKind.REVERSAL: _("Reversals"),
}


class DocumentsForm(forms.Form):
    """Every filter in the address. What is no value is left out."""

    q = forms.CharField(label=_("Search by number or name"), max_length=80, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("All kinds")), *((kind.value, words) for kind, words in KIND_WORDS.items())],
        required=False,
    )
    first = forms.DateField(
        label=_("Issued from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last = forms.DateField(
        label=_("Issued until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="documents-%s")

    def wanted(self) -> Narrowed:
        """What was typed, as far as it says something."""
        self.is_valid()
        typed = self.cleaned_data
        return Narrowed(
            words=typed.get("q", "").replace("\x00", ""),
            kind=typed.get("kind", ""),
            first=typed.get("first"),
            last=typed.get("last"),
        )
