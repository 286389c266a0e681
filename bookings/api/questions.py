"""The venue's own questions on its forms, by program: listed, asked, changed, asked no more."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from accounts.venue_scope import present_whole
from bookings.api.places import CHANGE, SEE, room_called
from bookings.domain.fields import LONGEST_CHOICE, MOST_CHOICES
from bookings.errors import FieldUnknown
from bookings.forms.own_fields import MOST_BOUND, FieldForm
from bookings.models import FieldSubject, FormField, Venue
from bookings.models.fields import FieldAsked, FieldKind, FieldOnly
from bookings.selectors.fields import fields_now
from bookings.selectors.venues import venue_with
from bookings.services import fields as services
from boom.core import clock
from boom.core.errors import Invalid, NotFound
from boom.rest.endpoints import ApiRequest, Made, Tagged, endpoint, tag_known
from boom.rest.paging import FieldsQuery, ListFieldsQuery, Piece, piece_of
from boom.rest.values import Body, Id, Key, Sparse, cleaned_form, line, whole

router = Router()
TAGS = ["Questions"]
MOST_ROOMS = 200
Bound = Annotated[int, whole(0, MOST_BOUND)]


class QuestionShape(Sparse):
    """A question of the venue's own, about bookings or rooms."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "Question"})

    id: int
    venue_id: int
    subject: FieldSubject
    key: str = Field(description="By which answers are sent and told.")
    label: str
    kind: FieldKind
    choices: list[str]
    help_text: str
    placeholder: str
    least: int | None
    most: int | None
    only: str
    for_guests: FieldAsked
    for_staff: FieldAsked
    room_ids: list[int] = Field(description="The rooms it is asked for; none: every room.")
    order: int
    is_archived: bool


class QuestionList(BaseModel):
    """A piece of the list."""

    data: list[QuestionShape]
    next_cursor: str | None


class Questions(BaseModel):
    """All questions of a room."""

    data: list[QuestionShape]


class QuestionQuery(ListFieldsQuery):
    """Which questions; archived ones only where they are asked for."""

    venue_id: Id | None = None
    subject: FieldSubject | None = None
    is_archived: bool = False


class QuestionBody(Body):
    """What to change of a question; what is left out stays. Answers given before stay as they were given."""

    label: Annotated[str, line(80, shortest=1)] = ""
    kind: FieldKind = FieldKind.TEXT
    choices: list[Annotated[str, line(LONGEST_CHOICE)]] = Field(default=[], max_length=MOST_CHOICES)
    help_text: Annotated[str, line(200)] = ""
    placeholder: Annotated[str, line(80)] = ""
    least: Bound | None = None
    most: Bound | None = None
    only: FieldOnly | None = None
    for_guests: FieldAsked = FieldAsked.HIDDEN
    for_staff: FieldAsked = FieldAsked.OPTIONAL
    room_ids: list[Key] = Field(
        default=[], max_length=MOST_ROOMS, description="The rooms it is asked for; none: every room."
    )


class NewQuestion(QuestionBody):
    """A question to ask from now on."""

    venue_id: Key
    subject: FieldSubject = FieldSubject.BOOKING
    label: Annotated[str, line(80, shortest=1)] = Field(examples=["Song list"])


@endpoint(router, "GET", "/questions", needs=CHANGE, gives=QuestionList, tags=TAGS)
def list_questions(request: ApiRequest, query: QuestionQuery = Query(...)) -> Piece:
    """The venue's own questions."""
    found = _own().filter(archived_at__isnull=not query.is_archived)
    if query.venue_id is not None:
        found = found.filter(venue_id=query.venue_id)
    if query.subject is not None:
        found = found.filter(subject=query.subject)
    return piece_of(found, query, question_shape)


@endpoint(router, "POST", "/questions", needs=CHANGE, gives=QuestionShape, status=201, tags=TAGS)
def create_question(request: ApiRequest, body: NewQuestion) -> Made:
    """Ask something more from now on."""
    venue = _venue(body.venue_id)
    given = body.model_dump(mode="json", exclude={"venue_id", "subject"})
    values = _checked(FormField(venue=venue, subject=body.subject), given)
    made = services.add_field(venue_id=venue.pk, subject=body.subject, **values)
    return Made(question_shape(_row(made.pk)), f"/api/v1/questions/{made.pk}")


@endpoint(router, "GET", "/questions/{field_id}", needs=CHANGE, gives=QuestionShape, tags=TAGS)
def get_question(request: ApiRequest, field_id: Id = Path(...), query: FieldsQuery = Query(...)) -> Tagged:
    """A question."""
    return _tagged(_row(field_id))


@endpoint(
    router,
    "PATCH",
    "/questions/{field_id}",
    needs=CHANGE,
    gives=QuestionShape,
    conditional=True,
    alone=True,
    tags=TAGS,
)
def change_question(request: ApiRequest, body: QuestionBody, field_id: Id = Path(...)) -> Tagged:
    """Change a question."""
    row = _row(field_id)
    tag_known(request, _tag(question_shape(row)))
    present = {name: getattr(row, name) for name in QuestionBody.model_fields}
    given = body.model_dump(mode="json", exclude_unset=True)
    services.change_field(field_id=field_id, **_checked(row, present | given))
    return _tagged(_row(field_id))


@endpoint(router, "DELETE", "/questions/{field_id}", needs=CHANGE, gives=QuestionShape, tags=TAGS)
def archive_question(request: ApiRequest, field_id: Id = Path(...)) -> QuestionShape:
    """Ask something no more; no answer is lost, and `restore` asks it again."""
    services.archive_field(field_id=_row(field_id).pk, is_archived=True, now=clock.now())
    return question_shape(_row(field_id))


@endpoint(router, "POST", "/questions/{field_id}/restore", needs=CHANGE, gives=QuestionShape, tags=TAGS)
def restore_question(request: ApiRequest, field_id: Id = Path(...)) -> QuestionShape:
    """Ask something again."""
    services.archive_field(field_id=_row(field_id).pk, is_archived=False, now=clock.now())
    return question_shape(_row(field_id))


@endpoint(router, "GET", "/rooms/{room_id}/questions", needs=SEE, gives=Questions, tags=["Rooms"])
def room_questions(request: ApiRequest, room_id: Id = Path(...)) -> Questions:
    """What is asked with a booking of a room, in order: send `answers` with it, by `key`."""
    room = room_called(room_id)
    fields = fields_now(room.venue_id, FieldSubject.BOOKING)
    return Questions(
        data=[question_shape(each) for each in fields if not each.builtin and each.is_for([room.pk])]
    )


def question_shape(field: FormField) -> QuestionShape:
    """A question."""
    own = {"id", "is_archived"}
    return QuestionShape(
        id=field.pk,
        is_archived=field.archived_at is not None,
        **{name: getattr(field, name) for name in QuestionShape.model_fields if name not in own},
    )


def _checked(row: FormField, values: dict[str, Any]) -> dict[str, Any]:
    """Held to the page's form. Raises Invalid."""
    if any("\n" in each for each in values["choices"]):
        raise Invalid(fields={"choices": "Keep each choice to one line."})
    typed = {**values, "choices": "\n".join(values["choices"]), "only": values["only"] or ""}
    form = FieldForm(typed, subject=FieldSubject(row.subject), venue_id=row.venue_id, chosen=row.room_ids)
    cleaned_form(form)
    return form.columns()


def _own() -> QuerySet[FormField]:
    """Own questions of the venues that are wholly whoever asks' to touch."""
    limit, found = present_whole(), FormField.objects.filter(builtin="")
    return found if limit is None else found.filter(venue_id__in=limit)


def _row(field_id: int) -> FormField:
    found = _own().filter(pk=field_id).first()
    if found is None:
        raise FieldUnknown
    return found


def _venue(venue_id: int) -> Venue:
    found, limit = venue_with(venue_id), present_whole()
    if found is None or (limit is not None and venue_id not in limit):
        raise NotFound("There is no such venue.")
    return found


def _tag(shape: QuestionShape) -> str:
    return hashlib.sha256(shape.model_dump_json().encode()).hexdigest()[:20]


def _tagged(row: FormField) -> Tagged:
    """With an ETag made of the shape itself: these rows count no versions."""
    shape = question_shape(row)
    return Tagged(shape, _tag(shape))
