"""The form that a picture of a room comes in."""

from __future__ import annotations

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from boom.uploads import LARGEST_UPLOAD

MEGABYTE = 1024 * 1024


class PhotoForm(forms.Form):
    """A picture and what it shows. Whether it is one the service finds out."""

    file = forms.FileField(
        label=_("Photo"),
        help_text=format_lazy(_("JPEG, PNG or WebP, up to {most} MB."), most=LARGEST_UPLOAD // MEGABYTE),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Choose a photo."), "empty": _("This file is empty.")},
    )
    words = forms.CharField(
        label=_("What it shows"),
        max_length=200,
        help_text=_("Read to those who cannot see it, such as: The stage, seen from the sofa."),
    )
