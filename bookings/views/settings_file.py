"""Settings out to a file and in from one; the usual rules again. What would change is shown first."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from audit import wording
from audit.columns import differences
from audit.services.undo import rehearse
from bookings.models import Venue
from bookings.services.settings_file import apply_settings
from bookings.settings_file import LARGEST, BadFile, Settings, exported, read, usual
from bookings.views.setup import CHANGE, back, venue_of
from boom.access import staff
from boom.core import clock
from boom.core.errors import DomainError, Invalid

PAGE = "bookings/setup/settings_file.html"
MOST_SHOWN = 120


class SettingsFileForm(forms.Form):
    """A settings file, uploaded or carried along from the page that showed what it would change."""

    file = forms.FileField(
        label=gettext_lazy("Settings file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/json,.json"}),
        help_text=gettext_lazy("As Boom wrote it, with whatever you changed in it."),
    )
    content = forms.CharField(max_length=LARGEST, required=False, widget=forms.HiddenInput, strip=False)


@require_GET
@staff(CHANGE)
def settings_file(request: HttpRequest) -> HttpResponse:
    return _page(request, venue_of(request))


@require_GET
@staff(CHANGE)
def settings_export(request: HttpRequest) -> HttpResponse:
    """The file itself."""
    venue = venue_of(request)
    content = json.dumps(exported(venue), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    name = f"boom-settings-{venue.slug}-{clock.now().astimezone(venue.zone):%Y-%m-%d}.json"
    return HttpResponse(
        content,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@staff(CHANGE)
def settings_import(request: HttpRequest) -> HttpResponse:
    """First what a file (or going back to the usual rules) would change; with `do=apply` it is done."""
    venue = venue_of(request)
    form = SettingsFileForm(request.POST, request.FILES)
    is_reset = request.POST.get("what") == "usual"
    try:
        content = "" if is_reset else _content(form)
        wanted = usual() if is_reset else read(content, currency=venue.currency)
        if request.POST.get("do") == "apply":
            apply_settings(venue_id=venue.pk, settings=wanted)
            return back(request, "settings-file", _("The settings are as you saw."))
        changes = _changes(venue, wanted)
    except BadFile as error:
        return _page(request, venue, problems=error.problems)
    except Invalid as error:
        return _page(request, venue, problems=[*error.fields.values()] or [error.message])
    except DomainError as error:
        return _page(request, venue, problems=[error.message])
    what = "usual" if is_reset else "file"
    return _page(request, venue, changes=changes, content=content, what=what)


def _content(form: SettingsFileForm) -> str:
    if not form.is_valid():
        raise BadFile(*(str(word) for words in form.errors.values() for word in words))
    uploaded = form.cleaned_data["file"]
    if uploaded is None:
        if not form.cleaned_data["content"]:
            raise BadFile(_("Choose a file."))
        return str(form.cleaned_data["content"])
    if uploaded.size > LARGEST:
        raise BadFile(_("The file is larger than any settings are."))
    try:
        return uploaded.read().decode()
    except UnicodeDecodeError as error:
        raise BadFile(_("This is no settings file: it is not text.")) from error


def _changes(venue: Venue, wanted: Settings) -> list[dict[str, Any]]:
    """What applying would write, in the record's words; tried and undone."""
    events = rehearse(lambda: apply_settings(venue_id=venue.pk, settings=wanted))
    told = differences(events, whole=True)
    entries = wording.entries(events, plainly=True)
    found = [
        {"words": entry.words, "differences": [each for each in told[entry.id] if each.before != each.after]}
        for entry in entries
    ]
    return [each for each in found if each["differences"]][:MOST_SHOWN]


def _page(
    request: HttpRequest, venue: Venue, *, problems: tuple[str, ...] | list[str] = (), **preview: Any
) -> HttpResponse:
    context = {"venue": venue, "form": SettingsFileForm(), "problems": problems, **preview}
    return render(request, PAGE, context, status=422 if problems else 200)
