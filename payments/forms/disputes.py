"""What a venue adds to what the record says of a disputed payment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boom.forms import PlainForm
from payments.services.dispute_papers import LARGEST_OWN

MOST_OF_ONES_OWN = 5000


class AnswerForm(PlainForm):
    """Words of the venue's own, and that it is meant."""

    own_words = forms.CharField(
        label=_("In your own words"),
        max_length=MOST_OF_ONES_OWN,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What happened, and why the payment was right. It goes first."),
    )

    own_paper = forms.FileField(
        label=_("A paper of your own (PDF)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        help_text=_("A signed agreement, say; up to 4 MB. What is on record goes as a PDF by itself."),
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="answer-%s")

    def clean_own_paper(self) -> bytes:
        """The file's bytes; refused are others than PDF, and larger ones."""
        file = self.cleaned_data.get("own_paper")
        if not file:
            return b""
        if file.size > LARGEST_OWN:
            raise forms.ValidationError(_("The file is larger than 4 MB."))
        content: bytes = file.read()
        if not content.startswith(b"%PDF-"):
            raise forms.ValidationError(_("This is no PDF file."))
        return content


class GiveInForm(PlainForm):
    """That it is meant."""

    sure = forms.BooleanField(label=_("Yes: the guest keeps the money, and nothing is answered any more."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="give-in-%s")
