"""Forms that say what to do. Django's own "This field is required" helps nobody in a list of errors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext

PICKED = (
    forms.ChoiceField,
    forms.MultipleChoiceField,
    forms.ModelChoiceField,
    forms.DateField,
    forms.TimeField,
)


class PlainForm(forms.Form):
    """A form whose fields word their errors from their labels, but for what a field words itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            word_errors(field)


def word_errors(field: forms.Field) -> None:
    """Replace Django's stock messages of a field by ones that name what to do."""
    stock: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        stock |= getattr(kind, "default_error_messages", {})
    for code, sentence in _wording(field).items():
        if field.error_messages.get(code) == stock.get(code):
            field.error_messages[code] = sentence


def _wording(field: forms.Field) -> dict[str, str]:
    label = str(field.label or "")
    what = label[:1].lower() + label[1:]
    messages = {"required": _required(field, label, what), "invalid": _invalid(field, what)}
    # Django fills places in these; a per cent sign in a label must not be taken for one.
    label, what = label.replace("%", "%%"), what.replace("%", "%%")
    return messages | {
        "invalid_choice": gettext("Choose %(what)s from the list") % {"what": what},
        "min_value": gettext("%(label)s: at least") % {"label": label} + " %(limit_value)s",
        "max_value": gettext("%(label)s: at most") % {"label": label} + " %(limit_value)s",
        "min_length": gettext("Make %(what)s longer: at least") % {"what": what} + " %(limit_value)s",
        "max_length": gettext("Make %(what)s shorter: at most") % {"what": what} + " %(limit_value)s",
    }


def _required(field: forms.Field, label: str, what: str) -> str:
    if isinstance(field, forms.BooleanField):
        return gettext("Tick “%(label)s”") % {"label": label}
    if isinstance(field, PICKED):
        return gettext("Choose %(what)s") % {"what": what}
    return gettext("Enter %(what)s") % {"what": what}


def _invalid(field: forms.Field, what: str) -> str:
    if isinstance(field, forms.EmailField):
        return gettext("Enter an email like name@example.com")
    if isinstance(field, forms.SlugField):
        return gettext("Use letters, digits and hyphens only")
    if isinstance(field, forms.URLField):
        return gettext("Enter an address like https://example.com")
    if isinstance(field, forms.DecimalField):
        return gettext("Enter %(what)s as a number, like 12.50") % {"what": what}
    if isinstance(field, forms.IntegerField):
        return gettext("Enter %(what)s as a whole number") % {"what": what}
    if isinstance(field, forms.DateField):
        return gettext("Enter a day like 2026-11-21")
    if isinstance(field, forms.TimeField):
        return gettext("Enter a time like 21:30")
    return gettext("Check %(what)s") % {"what": what}
