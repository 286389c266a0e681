"""What people type on the platform's own pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from accounts.fields import AddressField, LabelField, PasswordField
from accounts.models import User
from boom.forms import PlainForm
from boom.site.places import currencies, time_zones
from boom.site.widgets import LongSelect
from tenants.models import VenueKind
from tenants.subdomains import subdomain_problem

LONGEST_ADDRESS = 300
CHOOSE = [("", "Choose one")]


def label_of(typed: str) -> str:
    """The subdomain that somebody means by "Luna", "luna.boom.example" or a whole copied address."""
    text = typed.strip().lower()
    host = urlsplit(text if "//" in text else f"//{text}").netloc.rpartition("@")[2].partition(":")[0]
    return host.removesuffix(f".{settings.BASE_DOMAIN}")


class SubdomainField(forms.CharField):
    """The first part of a venue's address; a whole address is cut to it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=LONGEST_ADDRESS,
            error_messages={
                "required": "Choose an address.",
                "max_length": "Use at most 40 characters.",
            },
            **options,
        )

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        try:
            return label_of(text)
        except ValueError as error:
            raise ValidationError("Use small letters a to z, digits and hyphens.") from error


class SignUpForm(PlainForm):
    """A business, its owner and where it is."""

    business_name = LabelField(
        label="Name of your venue",
        required_words="Type the name of your venue.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(
        label="What do you rent out?",
        choices=VenueKind.choices,
        initial=VenueKind.KARAOKE,
        help_text="It sets the first opening hours and lengths; you change them later.",
    )
    subdomain = SubdomainField(
        label="Address of your booking page",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
                "hx-get": reverse_lazy("site:subdomain"),
                "hx-trigger": "input changed delay:300ms, check",
                "hx-target": "#subdomain-state",
                "hx-swap": "innerHTML",
                "hx-sync": "this:replace",
            }
        ),
    )
    owner_name = LabelField(
        label="Your name",
        required_words="Type your name.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = AddressField(label="E-mail")
    password = PasswordField(new=True, label="Password")
    time_zone = forms.ChoiceField(
        label="Time zone",
        widget=LongSelect,
        error_messages={"required": "Choose the time zone of your venue."},
    )
    currency = forms.ChoiceField(
        label="Currency",
        widget=LongSelect,
        error_messages={"required": "Choose the currency your guests pay in."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = [*CHOOSE, *time_zones()]  # type: ignore[attr-defined]
        self.fields["currency"].choices = [*CHOOSE, *currencies()]  # type: ignore[attr-defined]

    def clean_subdomain(self) -> str:
        label = str(self.cleaned_data["subdomain"])
        if problem := subdomain_problem(label):
            raise ValidationError(problem)
        return label

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if password := values.get("password"):
            owner = User(name=values.get("owner_name", ""), email=values.get("email", ""))
            try:
                validate_password(password, owner)
            except ValidationError as error:
                self.add_error("password", error)
        return values


class FindVenueForm(PlainForm):
    """Where somebody works, as they know it."""

    venue = SubdomainField(
        label="Address of your venue",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
