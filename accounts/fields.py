"""Form fields for what people type about themselves: bounded, cleaned, with words for what is wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from boom.core.errors import Invalid
from boom.core.labels import clean_label

LONGEST_EMAIL = 254
# Hashing an endless password would keep a worker busy; nobody types more.
LONGEST_PASSWORD = 200


class LabelField(forms.CharField):
    """The name of a person or a business, in any script."""

    def __init__(self, *, max_length: int = 120, required_words: str, **options: Any) -> None:
        options.setdefault("error_messages", {})
        options["error_messages"] = {
            "required": required_words,
            "max_length": f"Use at most {max_length} characters.",
            **options["error_messages"],
        }
        super().__init__(max_length=max_length, **options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return clean_label(text) if text else text
        except Invalid as refusal:
            raise ValidationError(refusal.message) from refusal


class AddressField(forms.EmailField):
    """An e-mail address to write to, in small letters."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "error_messages",
            {
                "required": "Type an e-mail address.",
                "invalid": "An e-mail address looks like name@example.com.",
                "max_length": f"Use at most {LONGEST_EMAIL} characters.",
            },
        )
        options.setdefault(
            "widget",
            forms.EmailInput(
                attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
            ),
        )
        super().__init__(max_length=LONGEST_EMAIL, **options)

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).lower()


class PasswordField(forms.CharField):
    """A password, kept as typed (blanks included); `new` asks password managers for a fresh one."""

    def __init__(self, *, new: bool, **options: Any) -> None:
        autocomplete = "new-password" if new else "current-password"
        options.setdefault(
            "error_messages",
            {
                "required": "Choose a password." if new else "Type your password.",
                "max_length": f"Use at most {LONGEST_PASSWORD} characters.",
            },
        )
        if new:
            options.setdefault("help_text", "At least 10 characters. A few words work well.")
        super().__init__(
            max_length=LONGEST_PASSWORD,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
            **options,
        )
