"""A till's float and count, as staff type them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.forms.setup_fields import PriceField
from boom.forms import PlainForm
from payments.models import Till
from payments.papers import method_word


class OpenTillForm(PlainForm):
    """The cash that is in the till at the start."""

    def __init__(self, data: Any = None, *, currency: str) -> None:
        super().__init__(data, auto_id="open-%s")
        label = gettext("Cash in the till (%(currency)s)") % {"currency": currency}
        self.fields["float"] = PriceField(currency=currency, label=label)


class CloseTillForm(PlainForm):
    """What was counted of each method. What should be there is not said: then it would only be copied."""

    reason = forms.CharField(label=_("Reason for a difference"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, till: Till, expected: Mapping[str, int]) -> None:
        super().__init__(data, auto_id="close-%s")
        self.methods = list(expected)
        for method in self.methods:
            label = gettext("Counted: %(method)s (%(currency)s)") % {
                "method": method_word(method).lower(),
                "currency": till.currency,
            }
            self.fields[f"counted_{method}"] = PriceField(currency=till.currency, label=label)
        self.order_fields([*(f"counted_{method}" for method in self.methods), "reason"])

    @property
    def counts(self) -> list[forms.BoundField]:
        """The fields of what was counted."""
        return [self[f"counted_{method}"] for method in self.methods]

    def counted(self) -> dict[str, int]:
        """Minor units by method."""
        return {method: self.cleaned_data[f"counted_{method}"] for method in self.methods}
