"""Money taken, given back, taken back and invoiced at the desk, as staff type it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.domain.paying import OVER
from bookings.forms.setup_fields import PriceField
from bookings.forms.taking import new_key
from bookings.models import Occupancy
from bookings.price_words import kept_quote, line_words
from boom.core.money import Money
from boom.forms import PlainForm
from payments.models import Method
from payments.papers import method_word
from payments.selectors.accounts import BookingMoney
from payments.selectors.refunds import was_sent_back
from payments.services.documents import MOST_OF_A_BUYER


class TakePaymentForm(PlainForm):
    """How much by which method. The amount is what is due until somebody types another."""

    method = forms.ChoiceField(label=_("Paid by"))
    note = forms.CharField(
        label=_("Note"), max_length=200, required=False, help_text=_("The slip’s or transfer’s number, say.")
    )
    keep_rest = forms.BooleanField(label=_("Keep what is over as the guest’s credit"), required=False)
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, money: BookingMoney) -> None:
        super().__init__(data, auto_id="pay-%s")
        due = money.standing.due
        self.fields["amount"] = PriceField(
            currency=due.currency,
            label=gettext("Amount (%(currency)s)") % {"currency": due.currency},
            initial=due.minor,
        )
        methods = [(method, method_word(method)) for method in money.settings.methods]
        if money.credit is not None:
            words = gettext("Credit (%(left)s left)") % {"left": money.credit.format()}
            methods.append((Method.CREDIT.value, words))
        self.fields["method"].choices = methods  # type: ignore[attr-defined]
        self.fields["key"].initial = new_key()
        if money.booking.customer_id is None:
            del self.fields["keep_rest"]
        self.order_fields(["amount", "method", "note", "keep_rest", "key"])


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a price that could be given back."""

    label: str
    amount: Money


class GiveBackForm(PlainForm):
    """How much, as what, and why where the rule does not say so. Lines of the price may be the amount."""

    lines = forms.MultipleChoiceField(
        label=_("For these lines of the price"), required=False, widget=forms.CheckboxSelectMultiple
    )
    by = forms.ChoiceField(
        label=_("What was paid by card"),
        required=False,
        help_text=_("The card’s bank has sent a refund back. You may give it in another way."),
    )
    to_credit = forms.BooleanField(label=_("As credit for the next visit"), required=False)
    to_voucher = forms.BooleanField(
        label=_("As a gift voucher"), required=False, help_text=_("Its code goes to the guest by mail.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, money: BookingMoney, may_exceed: bool) -> None:
        super().__init__(data, auto_id="back-%s")
        owed = money.standing.to_give_back
        self.items = items_of(money.parts) if may_exceed else []
        self.fields["amount"] = PriceField(
            currency=owed.currency,
            label=gettext("Amount (%(currency)s)") % {"currency": owed.currency},
            initial=owed.minor or None,
            required=not self.items,
        )
        self.fields["lines"].choices = [  # type: ignore[attr-defined]
            (str(number), f"{item.label}, {item.amount.format()}") for number, item in enumerate(self.items)
        ]
        if not self.items:
            del self.fields["lines"]
        if not may_exceed:
            del self.fields["reason"]
        if was_sent_back(money):
            ways = [(method, method_word(method)) for method in money.settings.methods]
            self.fields["by"].choices = [("", gettext("To the card again")), *ways]  # type: ignore[attr-defined]
        else:
            del self.fields["by"]
        if money.booking.customer_id is None:
            del self.fields["to_credit"]
        self.fields["key"].initial = new_key()
        self.order_fields(["amount", "lines", "by", "to_credit", "to_voucher", "reason", "sure", "key"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        chosen = self.chosen()
        if chosen and not typed.get("amount"):
            typed["amount"] = sum(item.amount.minor for item in chosen)
        if not typed.get("amount") and "amount" not in self.errors:
            self.add_error("amount", gettext("Enter an amount, or tick lines."))
        return typed

    def chosen(self) -> list[Item]:
        """The lines that were ticked."""
        return [self.items[int(number)] for number in self.cleaned_data.get("lines", ())]

    def items_given(self) -> list[dict[str, object]]:
        """Those lines as the service wants them; none where another amount was typed than they sum to."""
        chosen = self.chosen()
        if sum(item.amount.minor for item in chosen) != self.cleaned_data["amount"]:
            return []
        return [{"label": item.label, "amount_minor": item.amount.minor} for item in chosen]


def items_of(parts: Sequence[Occupancy]) -> list[Item]:
    """The lines of what stands that cost something."""
    found: list[Item] = []
    for row in parts:
        if row.status in OVER or not row.currency:
            continue
        quote = kept_quote(row.quote, row.price_terms, row.currency)
        words = [line_words(line, row.room.name) for line in quote.lines]
        found += [Item(line.label, line.amount) for line in words if line.amount.minor > 0]
    return found


class TakeBackForm(PlainForm):
    """Why a payment was never made."""

    reason = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="mistake-%s")


class InvoiceForm(PlainForm):
    """Whom an invoice is for, as they want it written."""

    buyer = forms.CharField(
        label=_("Made out to"),
        max_length=MOST_OF_A_BUYER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Left empty, the guest’s name."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="invoice-%s")
