"""How an endpoint is declared: what it needs, what it gives, and all that is the same for every one.

Around the few lines of each stands, in this order: who asks and whether they may (`callers`), the record's
actor, the venues they are limited to, names in the address that nobody knows, the Idempotency-Key, and then
the answer: its fields, its ETag, its status.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel

from accounts.venue_scope import insist_on_path, limited_to
from billing.domain.features import Feature
from boom.core import clock
from boom.core.actor import acting
from boom.core.db import present_schema, service
from boom.core.errors import ConditionMissing, Invalid, Stale
from boom.middleware import actor_of
from boom.rest.callers import Bearer, Caller
from boom.rest.document import errors_of, header_parameters
from boom.rest.paging import Piece
from integrations.services.kept_answers import Answer, answer_once

JSON = "application/json"
LONGEST_KEY = 255
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
ANYBODY = ""
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


class ApiRequest(HttpRequest):
    """A request of somebody known, for types only."""

    auth: Caller
    business: Any
    known_version: int | None


@dataclass(frozen=True, slots=True)
class Made:
    """A shape that is there now, and its address."""

    shape: BaseModel
    at: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """A shape with the ETag that its version has."""

    shape: BaseModel
    version: int | str


def endpoint(
    router: Router,
    method: str,
    path: str,
    *,
    needs: str,
    gives: Any = None,
    status: int = 200,
    tags: Iterable[str] = (),
    conditional: bool = False,
    alone: bool = False,
    keyed: bool | None = None,
    refuses: Iterable[int] = (),
    is_open: bool = False,
    stays_open: bool = False,
    feature: Feature | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare an endpoint on a router.

    `needs` is a permission, or ANYBODY for whoever has a good credential; `is_open` for whoever has none.
    `gives` is the shape of success (None: no body), `conditional` says that If-Match is heeded, and `alone`
    that calls of one address wait for each other: where rows count no versions, nobody comes between reading
    the ETag and the change. `keyed` says that an Idempotency-Key is heeded (by writes, unless told else);
    `refuses` are statuses beyond those of every endpoint, `feature` is what a plan may leave out.
    """
    writes = method in WRITES
    takes_key = writes and not is_open if keyed is None else keyed

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        run = _around(_alone(view) if alone else view, status=status, takes_key=takes_key, is_open=is_open)
        extra = {
            "responses": errors_of(
                writes=writes, conditional=conditional, is_open=is_open, keyed=takes_key, also=refuses
            ),
            "parameters": header_parameters(conditional=conditional, keyed=takes_key),
        }
        register = router.api_operation(
            [method],
            path,
            auth=None if is_open else [Bearer(needs=needs, stays_open=stays_open, feature=feature)],
            response={status: gives},
            operation_id=view.__name__,
            summary=(inspect.getdoc(view) or view.__name__).splitlines()[0].rstrip("."),
            description=inspect.getdoc(view),
            tags=list(tags) or None,
            openapi_extra=extra,
        )
        register(run)
        run.needs = needs  # type: ignore[attr-defined]
        return view

    return declare


def _around(
    view: Callable[..., Any], *, status: int, takes_key: bool, is_open: bool
) -> Callable[..., HttpResponse]:
    signature = inspect.signature(view, eval_str=True)
    known = _names_of(signature)

    @functools.wraps(view)
    def run(request: ApiRequest, **values: Any) -> HttpResponse:
        unknown = sorted(request.GET.keys() - known)
        if unknown:
            raise Invalid(fields={name[:100]: "There is no such parameter here." for name in unknown})
        if is_open:
            with acting(actor_of(request), source="api"):
                return _response(_answer(view(request, **values), status, request))
        caller = request.auth
        with acting(caller.actor(request)), limited_to(caller.venue_ids, caller.room_ids):
            insist_on_path({name: each for name, each in values.items() if name.endswith("_id")})
            key = request.headers.get("Idempotency-Key") if takes_key else None
            if key is None:
                return _response(_answer(view(request, **values), status, request))
            if not key.isascii() or not key.isprintable() or not 0 < len(key) <= LONGEST_KEY:
                raise Invalid(fields={"Idempotency-Key": "Send 1 to 255 printable ASCII characters."})
            return _response(
                answer_once(
                    credential=caller.credential,
                    key=key,
                    fingerprint=_fingerprint(request),
                    make=lambda: _answer(view(request, **values), status, request),
                    now=clock.now(),
                )
            )

    run.__signature__ = signature  # type: ignore[attr-defined]
    return run


def _alone(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view in one transaction, one call of an address at a time."""

    @functools.wraps(view)
    @service
    def run(request: ApiRequest, **values: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [f"change:{present_schema()}:{request.path}"])
        return view(request, **values)

    return run


def _names_of(signature: inspect.Signature) -> frozenset[str]:
    """The names that may stand behind an address's question mark."""
    names: set[str] = set()
    for parameter in signature.parameters.values():
        for model in (parameter.annotation, *getattr(parameter.annotation, "__args__", ())):
            if parameter.name == "query" and isinstance(model, type) and issubclass(model, BaseModel):
                names |= model.model_fields.keys()
    return frozenset(names)


def _answer(result: Any, status: int, request: HttpRequest) -> Answer:
    """What a view gave, as it goes back."""
    headers: dict[str, str] = {}
    if result is None:
        return Answer(204 if status == 200 else status, "")
    if isinstance(result, Made):
        headers["Location"] = result.at
        result = result.shape
    wanted = request.GET.get("fields")
    if isinstance(result, Piece):
        parts = ",".join(_dumped(each, wanted) for each in result.data)
        cursor = "null" if result.next_cursor is None else f'"{result.next_cursor}"'
        return Answer(status, f'{{"data":[{parts}],"next_cursor":{cursor}}}', headers)
    if isinstance(result, Tagged):
        headers["ETag"] = f'"{result.version}"'
        result = result.shape
    elif (version := getattr(result, "version", None)) is not None:
        headers["ETag"] = f'"{version}"'
    if request.method == "GET" and "ETag" in headers and _is_known(request, headers["ETag"]):
        return Answer(304, "", headers)
    return Answer(status, _dumped(result, wanted), headers)


def _dumped(shape: BaseModel, wanted: str | None) -> str:
    if not wanted:
        return shape.model_dump_json()
    names = {name for name in (part.strip() for part in wanted.split(",")) if name}
    unknown = sorted(names - type(shape).model_fields.keys())
    if unknown:
        raise Invalid(fields={"fields": f"There is no field called {', '.join(unknown)[:200]}."})
    return shape.model_dump_json(include=names | {"id"})


def _is_known(request: HttpRequest, tag: str) -> bool:
    given = request.headers.get("If-None-Match", "")
    return tag in [each.strip().removeprefix("W/") for each in given.split(",")]


def _response(answer: Answer) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status, content_type=JSON)
    for name, value in answer.headers.items():
        response[name] = value
    if answer.was_kept:
        response["Idempotency-Replayed"] = "true"
    if answer.status in {204, 304}:
        del response["Content-Type"]
    return response


def _fingerprint(request: HttpRequest) -> str:
    parts = (str(request.method), request.get_full_path(), request.headers.get("If-Match", ""))
    return hashlib.sha256("\x00".join(parts).encode() + b"\x00" + request.body).hexdigest()


def version_known(request: HttpRequest, present: int, *, required: bool = True) -> int:
    """The version that If-Match names; `*` names the present one.

    Raises Stale when it is another than the present, ConditionMissing where it has to be said and is not.
    """
    tag_known(request, present, required=required)
    return present


def tag_known(request: HttpRequest, present: int | str, *, required: bool = True) -> None:
    """Hold If-Match against the present ETag, be it a version or a digest. Raises as `version_known`."""
    given = request.headers.get("If-Match", "").strip()
    if hasattr(request, "known_version"):
        # The graph names it for each change of a document.
        given = "" if request.known_version is None else str(request.known_version)
    if not given:
        if required:
            raise ConditionMissing
        return
    tags = [each.strip().removeprefix("W/").strip('"') for each in given.split(",")]
    if "*" not in tags and str(present) not in tags:
        raise Stale(details={"version": present})
