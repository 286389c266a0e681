"""The page on which an owner shapes forms: own questions about bookings and rooms, and the usual fields."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bookings.errors import FieldUnknown
from bookings.forms.own_fields import BuiltinForm, FieldForm
from bookings.models import FieldSubject, FormField, Room, Venue
from bookings.services import fields as services
from bookings.views.setup import CHANGE, back, take_over, venue_of
from boom.access import staff
from boom.core import clock
from boom.core.errors import Invalid, LimitReached, NotFound

PAGE, ONE = "bookings/setup/fields.html", "bookings/setup/field.html"
# The usual fields as they are where nobody has shaped them: words, for guests, for staff.
USUAL = {
    "phone": (_("Phone"), "optional", "optional"),
    "email": (_("E-mail"), "required", "optional"),
    "party_size": (_("People"), "hidden", "optional"),
    "note": (_("Note from the guest"), "optional", "optional"),
    "staff_note": (_("Staff note"), "hidden", "optional"),
}


@require_GET
@staff(CHANGE)
def fields(request: HttpRequest) -> HttpResponse:
    return _page(request, venue_of(request))


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def field_new(request: HttpRequest) -> HttpResponse:
    """Ask something more about bookings or rooms."""
    venue, about = venue_of(request), _subject(request.GET.get("about", ""))
    form = FieldForm(request.POST or None, subject=about, venue_id=venue.pk)
    if request.method == "POST" and form.is_valid():
        try:
            added = services.add_field(venue_id=venue.pk, subject=about, **form.columns())
        except Invalid as error:
            take_over(form, error)
        except LimitReached as error:
            form.add_error(None, error.message)
        else:
            return back(request, "fields", _("From now on you ask: %(label)s.") % {"label": added.label})
    return _one(request, venue, form, about)


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def field(request: HttpRequest, field_id: int) -> HttpResponse:
    found = _field(field_id)
    about = FieldSubject(found.subject)
    posted = request.method == "POST"
    form = FieldForm.of(found, request.POST if posted else None)
    if posted and form.is_valid():
        try:
            services.change_field(field_id=field_id, **form.columns())
        except Invalid as error:
            take_over(form, error)
        else:
            return back(request, "fields", _("Saved."))
    return _one(request, found.venue, form, about, found)


@require_POST
@staff(CHANGE)
def field_act(request: HttpRequest, field_id: int) -> HttpResponse:
    """Move a question up or down, or ask it no more, or again: what the pressed button says."""
    found = _field(field_id)
    do = request.POST.get("do", "")
    if do in {"archive", "restore"}:
        services.archive_field(field_id=field_id, is_archived=do == "archive", now=clock.now())
        said = _("Asked no more; the answers stay.") if do == "archive" else _("Asked again.")
        return back(request, "fields", said)
    if do in {"up", "down"}:
        own = FormField.objects.filter(venue_id=found.venue_id, subject=found.subject, builtin="")
        ids = list(own.standing().in_order().values_list("id", flat=True))
        if field_id in ids:
            place = ids.index(field_id)
            other = max(0, min(len(ids) - 1, place + (1 if do == "down" else -1)))
            ids[place], ids[other] = ids[other], ids[place]
            services.order_fields(venue_id=found.venue_id, subject=FieldSubject(found.subject), field_ids=ids)
    return back(request, "fields", _("Moved."))


@require_POST
@staff(CHANGE)
def builtin(request: HttpRequest) -> HttpResponse:
    """How a usual field of the booking forms is asked."""
    venue = venue_of(request)
    name = request.POST.get("name", "")
    if name not in services.BUILTINS:
        raise FieldUnknown
    form = BuiltinForm(request.POST, prefix=name, kind=services.KINDS[name])
    if form.is_valid():
        values = form.cleaned_data
        on_page = services.BUILTINS[name][0]
        try:
            services.rule_builtin(
                venue_id=venue.pk,
                builtin=name,
                label=values["label"],
                for_guests=values["for_guests"] or "hidden" if on_page else "hidden",
                for_staff=values["for_staff"],
                **form.rules(),
            )
        except Invalid as error:
            take_over(form, error)
        else:
            return back(request, "fields", _("Saved."))
    return _page(request, venue, refused=(name, form), status=422)


def _page(
    request: HttpRequest, venue: Venue, *, refused: tuple[str, BuiltinForm] | None = None, status: int = 200
) -> HttpResponse:
    known = list(FormField.objects.filter(venue=venue).in_order())
    rules = {rule.builtin: rule for rule in known if rule.builtin}
    own = [each for each in known if not each.builtin]
    names = dict(Room.objects.filter(venue=venue).in_order().values_list("pk", "name"))
    context: dict[str, Any] = {
        "venue": venue,
        "groups": [
            {
                "subject": subject.value,
                "title": _("About bookings") if subject == FieldSubject.BOOKING else _("About rooms"),
                "fields": [
                    (each, [name for key, name in names.items() if key in each.room_ids])
                    for each in own
                    if each.subject == subject and not each.archived_at
                ],
            }
            for subject in FieldSubject
        ],
        "archived": [each for each in own if each.archived_at],
        "usual": [_usual(name, rules.get(name), refused) for name in services.BUILTINS],
        "form": refused[1] if refused else None,
    }
    return render(request, PAGE, context, status=status)


def _usual(name: str, rule: FormField | None, refused: tuple[str, BuiltinForm] | None) -> dict[str, Any]:
    label, for_guests, for_staff = USUAL[name]
    if refused and refused[0] == name:
        form = refused[1]
    else:
        initial = {"label": label, "for_guests": for_guests, "for_staff": for_staff}
        if rule:
            initial = {column: getattr(rule, column) for column in (*initial, *services.RULES)}
        form = BuiltinForm(initial=initial, prefix=name, kind=services.KINDS[name])
    return {"name": name, "title": label, "form": form, "is_for_guests": services.BUILTINS[name][0]}


def _one(
    request: HttpRequest, venue: Venue, form: FieldForm, about: FieldSubject, found: FormField | None = None
) -> HttpResponse:
    context = {"venue": venue, "form": form, "field": found, "is_about_rooms": about == FieldSubject.ROOM}
    return render(request, ONE, context, status=422 if form.errors else 200)


def _field(field_id: int) -> FormField:
    found = FormField.objects.select_related("venue").filter(pk=field_id, builtin="").first()
    if found is None:
        raise FieldUnknown
    return found


def _subject(typed: str) -> FieldSubject:
    try:
        return FieldSubject(typed or FieldSubject.BOOKING)
    except ValueError as error:
        raise NotFound from error
