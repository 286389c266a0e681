"""Gift vouchers as guests buy them, and how an owner says that they are sold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.fields import AddressField
from bookings.forms.setup_fields import PriceField
from bookings.forms.taking import new_key
from boom.core import text
from boom.core.money import Money, NotAnAmount
from boom.forms import PlainForm
from payments.models import VoucherShop
from payments.services.selling_vouchers import MOST_AMOUNTS, MOST_MINOR, Gift

LONGEST_NAME, LONGEST_MESSAGE, MOST_MONTHS = 100, 300, 120
OWN = "own"


class BuyForm(PlainForm):
    """Which amount, for whom, with which words, and where the receipt goes; cleans to a `Gift`."""

    for_name = forms.CharField(
        label=_("Who is it for?"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Stands on the voucher."),
    )
    for_email = AddressField(
        label=_("Their email"),
        required=False,
        help_text=_("We send it to them at once. Left empty, you print it or pass the code on."),
    )
    message = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name = forms.CharField(
        label=_("Your name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = AddressField(label=_("Your email"), help_text=_("We send the voucher and the receipt here."))
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, shop: VoucherShop) -> None:
        super().__init__(data, auto_id="buy-%s")
        self.shop, currency = shop, shop.venue.currency
        self.has_own = shop.least_minor is not None
        choices = [(str(minor), text.price(Money(minor, currency))) for minor in shop.amounts]
        if self.has_own and choices:
            choices.append((OWN, gettext("Another amount")))
        if choices:
            self.fields["amount"] = forms.ChoiceField(
                label=gettext("Amount"), choices=choices, widget=forms.RadioSelect, initial=choices[0][0]
            )
        if self.has_own:
            self.fields["own"] = PriceField(
                currency=currency,
                label=gettext("Your amount (%(currency)s)") % {"currency": currency},
                help_text=gettext("From %(least)s to %(most)s.") % self._ends(),
                required=not choices,
            )
        self.fields["key"].initial = new_key()
        self.order_fields(["amount", "own"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        chosen, own = typed.get("amount", OWN), typed.get("own")
        if chosen != OWN:
            typed["minor"] = int(chosen)
        elif "amount" not in self.errors and "own" not in self.errors:
            least, most = self.shop.least_minor or 0, self.shop.most_minor or 0
            if not own or not least <= own <= most:
                words = gettext("Enter an amount from %(least)s to %(most)s.")
                self.add_error("own" if self.has_own else "amount", words % self._ends())
            typed["minor"] = own
        return typed

    def _ends(self) -> dict[str, str]:
        """Between what an amount of one's own may be."""
        ends = {"least": self.shop.least_minor or 0, "most": self.shop.most_minor or 0}
        return {name: Money(minor, self.shop.venue.currency).format() for name, minor in ends.items()}

    def gift(self) -> Gift:
        """What was asked for. Only of a valid form."""
        typed = self.cleaned_data
        return Gift(
            amount_minor=typed["minor"],
            buyer_name=typed["name"],
            buyer_email=typed["email"],
            for_name=typed["for_name"],
            for_email=typed["for_email"],
            message=typed["message"],
        )


class AmountsField(forms.CharField):
    """Several amounts with commas or spaces between them; cleans to whole minor units."""

    def __init__(self, *, currency: str, **options: Any) -> None:
        self.currency = currency
        super().__init__(max_length=120, **options)

    def clean(self, value: Any) -> list[int]:
        typed = super().clean(value).replace(",", " ").replace(";", " ").split()
        try:
            amounts = [Money.parse(each, self.currency).minor for each in typed]
        except NotAnAmount as error:
            raise forms.ValidationError(_("Enter amounts such as 25, 50, 100.")) from error
        if len(amounts) > MOST_AMOUNTS or not all(0 < minor <= MOST_MINOR for minor in amounts):
            raise forms.ValidationError(_("Up to eight amounts, each above zero."))
        return amounts

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return ", ".join(f"{Money(minor, self.currency).major:f}".removesuffix(".00") for minor in value)


class ShopForm(PlainForm):
    """Whether vouchers are sold online, in which amounts, and how long they are good."""

    is_open = forms.BooleanField(label=_("Sell gift vouchers on our page"), required=False)
    good_for_months = forms.IntegerField(
        label=_("Good for so many months"),
        min_value=0,
        max_value=MOST_MONTHS,
        help_text=_("0 is without an end. Law sets a least in many places."),
    )
    words = forms.CharField(
        label=_("What to say about them"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, shop: VoucherShop) -> None:
        names = ("is_open", "amounts", "good_for_months", "words")
        initial = {name: getattr(shop, name) for name in names}
        initial |= {"least": shop.least_minor, "most": shop.most_minor}
        super().__init__(data, initial=initial, auto_id="shop-%s")
        currency = shop.venue.currency
        self.fields["amounts"] = AmountsField(
            currency=currency,
            label=gettext("Amounts to choose from (%(currency)s)") % {"currency": currency},
            help_text=gettext("As 25, 50, 100."),
            required=False,
        )
        for name, label in (("least", gettext("Own amount from")), ("most", gettext("Own amount up to"))):
            self.fields[name] = PriceField(currency=currency, label=f"{label} ({currency})", required=False)
        self.order_fields(["is_open", "amounts", "least", "most", "good_for_months", "words"])

    def values(self) -> dict[str, Any]:
        """What `change_shop` wants. Only of a valid form."""
        typed = dict(self.cleaned_data)
        return typed | {"least_minor": typed.pop("least"), "most_minor": typed.pop("most")}


class GiveBackVoucherForm(PlainForm):
    """Why what is left on a voucher goes back."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
