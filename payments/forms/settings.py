"""How a venue is paid and what stands on its documents, as its owner types it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.forms.price_fields import PercentField
from bookings.forms.setup_fields import PriceField
from boom.forms import PlainForm
from payments.domain.due_rules import DueRule
from payments.domain.surcharges import MOST_FIXED_MINOR, MOST_PERCENT
from payments.models import DESK_METHODS, PaymentSettings
from payments.models.settings import PREFIX, LeftOver
from payments.papers import method_word

MOST_DAYS = 365
RULE_WORDS = {
    DueRule.AT_VISIT: _("At the visit"),
    DueRule.AT_BOOKING: _("When it is booked"),
    DueRule.DAYS_BEFORE: _("So many days before the visit"),
}

LEFT_OVER_WORDS = {
    LeftOver.STAFF: _("You give it back from the booking"),
    LeftOver.REFUND: _("It goes back at once to where it came from"),
    LeftOver.CREDIT: _("It stays as credit for their next visit"),
}


class SettingsForm(PlainForm):
    """All of a venue's payment settings."""

    legal_name = forms.CharField(
        label=_("Legal name"),
        max_length=200,
        required=False,
        help_text=_("Who issues receipts and invoices. Left empty, the venue’s name."),
    )
    legal_address = forms.CharField(
        label=_("Address on documents"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    tax_id = forms.CharField(label=_("Tax number"), max_length=60, required=False)
    number_prefix = forms.CharField(
        label=_("Document numbers begin with"),
        max_length=10,
        required=False,
        help_text=_("Letters and digits, as VV: then receipts are VV-R00001 and so on."),
        validators=[RegexValidator(f"(?i){PREFIX}", _("Up to ten capitals, digits and hyphens, as VV-1"))],
    )
    methods = forms.MultipleChoiceField(
        label=_("Taken at the desk"), required=False, widget=forms.CheckboxSelectMultiple
    )
    due_rule = forms.ChoiceField(
        label=_("Has to be paid"), choices=[(rule.value, words) for rule, words in RULE_WORDS.items()]
    )
    keeps_card = forms.BooleanField(
        label=_("Guests who book online leave a card for a fee"),
        required=False,
        help_text=_(
            "For a missed or late-cancelled visit, with a connected account. You press to charge it."
        ),
    )
    left_over = forms.ChoiceField(
        label=_("When guests move to a cheaper time, come with fewer or cancel online"),
        choices=[(rule.value, words) for rule, words in LEFT_OVER_WORDS.items()],
        help_text=_(
            "What they have paid too much then. They read it before they confirm. What was paid at the desk "
            "cannot go back by itself: you give it back, unless it stays as credit."
        ),
    )
    surcharge_percent = PercentField(
        label=_("Card surcharge, percent"), highest=MOST_PERCENT, required=False, help_text=_("0 is none.")
    )
    due_days = forms.IntegerField(label=_("How many days before"), min_value=0, max_value=MOST_DAYS)

    def __init__(self, data: Any = None, *, row: PaymentSettings) -> None:
        names = (
            "legal_name", "legal_address", "tax_id", "methods", "due_rule", "due_days", "keeps_card",
            "surcharge_percent", "left_over",
        )  # fmt: skip
        initial = {name: getattr(row, name) for name in names} | {
            "number_prefix": row.prefix,
            "surcharge_fixed": row.surcharge_fixed_minor,
        }
        super().__init__(data, initial=initial, auto_id="money-%s")
        currency = row.venue.currency
        self.fields["surcharge_fixed"] = PriceField(
            currency=currency,
            label=gettext("And for each payment (%(currency)s)") % {"currency": currency},
            required=False,
        )
        self.fields["methods"].choices = [  # type: ignore[attr-defined]
            (method.value, method_word(method)) for method in DESK_METHODS
        ]

    def clean_surcharge_fixed(self) -> int | None:
        minor = self.cleaned_data["surcharge_fixed"]
        if minor and minor > MOST_FIXED_MINOR:
            raise forms.ValidationError(gettext("That is more than paying by card costs anybody."))
        return minor

    def values(self) -> dict[str, Any]:
        """What `change_settings` wants. Only of a valid form; `prefix` is Django's own word in one."""
        typed = dict(self.cleaned_data)
        prefix, fixed = typed.pop("number_prefix"), typed.pop("surcharge_fixed")
        percent = typed["surcharge_percent"] or 0
        return typed | {"prefix": prefix, "surcharge_percent": percent, "surcharge_fixed_minor": fixed or 0}
