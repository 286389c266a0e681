"""The one place where refusals become answers: a page, a toast for htmx, problem+json for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import InterfaceError, InternalError, OperationalError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from psycopg_pool import PoolTimeout

from boom.core import errors
from boom.core.db import TOO_SLOW, sqlstate
from boom.htmx import is_fragment

log = structlog.get_logger(__name__)

STATUS_OF: dict[type[errors.DomainError], int] = {
    errors.Unauthenticated: 401,
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.Invalid: 422,
    errors.Stale: 412,
    errors.ConditionMissing: 428,
    errors.Conflict: 409,
    errors.OverPlan: 402,
    errors.LimitReached: 429,
    errors.Busy: 503,
    errors.ProviderDown: 503,
}

TITLES = {
    400: "That request made no sense to us",
    401: "We do not know who asks",
    402: "That is more than the plan has",
    403: "That is not yours to see",
    404: "There is nothing here",
    405: "That cannot be done here",
    409: "Something got there first",
    412: "It has changed since",
    413: "That is too large",
    422: "Some of that needs changing",
    428: "Say which version you know",
    429: "Slow down a little",
    500: "Something broke on our side",
    503: "We are catching our breath",
}


def status_of(error: errors.DomainError) -> int:
    """The HTTP status of a domain error's kind."""
    return next((status for kind, status in STATUS_OF.items() if isinstance(error, kind)), 400)


def wants_json(request: HttpRequest) -> bool:
    """Programs say so: by the path of the API or by what they accept."""
    accept = request.headers.get("Accept", "")
    is_for_programs = request.path.startswith("/api/") or request.path.endswith(".json")
    return is_for_programs or ("json" in accept and "html" not in accept)


def answer(request: HttpRequest, error: errors.DomainError) -> HttpResponse:
    """A domain error as this caller can use it. Conflicts carry their details (alternatives, changes)."""
    status = status_of(error)
    response = problem(
        request,
        status,
        message=error.message,
        code=error.code,
        fields=error.fields,
        details=error.details,
        title=str(error.title),
    )
    return refused(response, error)


def refused(response: HttpResponse, error: errors.DomainError) -> HttpResponse:
    """Give an answer the status of a domain error, and when to come back where time helps."""
    response.status_code = status_of(error)
    retry_after = error.details.get("retry_after") or (2 if response.status_code == 503 else None)
    if retry_after and response.status_code in {429, 503}:
        response["Retry-After"] = str(int(retry_after))
    return response


def add_refusal(form: BaseForm, error: errors.DomainError) -> None:
    """Put a refusal's words beside the inputs it names; at the form's head where it names none of them."""
    named = {name: words for name, words in error.fields.items() if name in form.fields}
    for name, words in named.items():
        form.add_error(name, words)
    if not named:
        form.add_error(None, error.message)


def form_refused(
    request: HttpRequest,
    template: str,
    form: BaseForm,
    error: errors.DomainError,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show a form again with a refusal in its place and all that was typed (passwords apart)."""
    add_refusal(form, error)
    return refused(render(request, template, {**(context or {}), "form": form}), error)


def problem(
    request: HttpRequest,
    status: int,
    *,
    message: str = "",
    code: str = "",
    fields: dict[str, str] | None = None,
    details: dict[str, Any] | None = None,
    title: str = "",
) -> HttpResponse:
    """An answer that is no success, for nobody to keep: RFC 9457 JSON, a toast, or a page with a way on."""
    title = title or TITLES.get(status, "That did not work")
    response = _worded(
        request, status, message=message, code=code, fields=fields, details=details, title=title
    )
    # A view's own word about caching is lost with its answer when it raises.
    add_never_cache_headers(response)
    return response


def _worded(
    request: HttpRequest,
    status: int,
    *,
    message: str,
    code: str,
    fields: dict[str, str] | None,
    details: dict[str, Any] | None,
    title: str,
) -> HttpResponse:
    request_id = getattr(request, "request_id", "")
    if wants_json(request):
        body = {
            "type": f"https://boom.example/problems/{code or status}",
            "title": title,
            "status": status,
            "detail": message,
            "code": code,
            "request_id": request_id,
            **({"fields": fields} if fields else {}),
            **{key: value for key, value in (details or {}).items() if _is_plain(value)},
        }
        return HttpResponse(json.dumps(body), status=status, content_type="application/problem+json")
    if is_fragment(request):
        toast = render_to_string(
            "components/toast.html", {"message": message or title, "is_error": True}, request
        )
        partial = f'<hx-partial hx-target="#toasts" hx-swap="beforeend">{toast}</hx-partial>'
        return HttpResponse(partial, status=status)
    context = {
        "status": status,
        "title": title,
        "message": message,
        "details": details or {},
        "fields": fields or {},
        # They say what to do; its kind’s advice would say something else.
        "own_words": title != TITLES.get(status),
    }
    return render(request, "problem.html", context, status=status)


class ProblemMiddleware:
    """Turn refusals that a view lets through into answers; a database that is away into 503, not 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called for what a view raised. None leaves it to Django (a bug: 500, logged)."""
        if isinstance(exception, errors.DomainError):
            return answer(request, exception)
        if isinstance(exception, Http404):
            return problem(request, 404, code="not-found")
        if isinstance(exception, PermissionDenied):
            return problem(request, 403, code="forbidden")
        if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
            return problem(request, 413, code="too-large", message="Send less at once.")
        if isinstance(exception, SuspiciousOperation | UnicodeDecodeError):
            return problem(request, 400, code="bad-request")
        if is_database_away(exception):
            if isinstance(exception, OperationalError) and sqlstate(exception) in TOO_SLOW:
                return answer(request, errors.Busy())
            log.warning("database away", error=str(exception).splitlines()[0] if str(exception) else "")
            return answer(request, errors.Busy("The database is not answering. Try again in a moment."))
        return None


def is_database_away(error: BaseException | None) -> bool:
    """Whether it is no bug of ours but a database that is gone, restarting, full, or gave up on us."""
    if isinstance(error, OperationalError | InterfaceError | PoolTimeout):
        return True
    # It ended the connection of a process that had stopped in the middle of a change.
    return isinstance(error, InternalError) and sqlstate(error) == "25P03"


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404."""
    return problem(request, 404, code="not-found")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400."""
    return problem(request, 400, code="bad-request")


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403."""
    return problem(request, 403, code="forbidden")


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: nothing but a sentence and the request id; renders without the database.

    A database that goes away inside a middleware (log-in, tenant look-up) ends here too: that is a 503.
    """
    cause = sys.exc_info()[1]
    if wants_json(request):
        return answer(request, errors.Busy()) if is_database_away(cause) else problem(request, 500)
    if is_database_away(cause):
        body = render_to_string("503.html", {"request_id": getattr(request, "request_id", "")})
        response = HttpResponse(body, status=503)
        response["Retry-After"] = "2"
        return response
    body = render_to_string("500.html", {"request_id": getattr(request, "request_id", "")})
    return HttpResponse(body, status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: usually a form left open across a log-in."""
    return problem(
        request,
        403,
        code="csrf",
        message="This form is no longer good. Go back, reload the page and send it again.",
    )


def _is_plain(value: Any) -> bool:
    try:
        json.dumps(value)
    except TypeError:
        return False
    return True
