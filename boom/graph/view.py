"""The one address of the graph: POST with JSON, the same credentials and limits as the REST API."""

from __future__ import annotations

import json
from typing import Any

import structlog
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from graphql import GraphQLError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from accounts.venue_scope import limited_to
from billing.errors import Closed, ReadOnly
from boom.access import anyone, stays_open
from boom.core.actor import acting
from boom.core.errors import DomainError, Invalid, Unauthenticated
from boom.graph.schema import schema
from boom.problems import is_database_away
from boom.rest.callers import Bearer
from tenants.access import Open, open_at

log = structlog.get_logger(__name__)
LONGEST_QUERY = 20_000
DEEPEST_VALUES = 20
EVERYTHING = {OperationType.QUERY, OperationType.MUTATION}


class GraphView(View):
    """Answers a document. Refusals of single fields stand in `errors`, each with its `code`."""

    http_method_names = ["post"]
    bearer = Bearer(needs="", stays_open=True)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        caller = self.bearer(request)
        if caller is None:
            raise Unauthenticated
        request.auth = caller  # type: ignore[attr-defined]
        standing = open_at(request.business)  # type: ignore[attr-defined]
        if standing not in {Open.FULLY, Open.FOR_READING}:
            raise Closed
        query, variables, name = _asked(request)
        with acting(caller.actor(request)), limited_to(caller.venue_ids, caller.room_ids):
            try:
                result = schema.execute_sync(
                    query,
                    variable_values=variables,
                    context_value=request,
                    operation_name=name,
                    allowed_operation_types=EVERYTHING if standing == Open.FULLY else {OperationType.QUERY},
                )
            except InvalidOperationTypeError as error:
                raise (Invalid if standing == Open.FULLY else ReadOnly) from error
            except CannotGetOperationTypeError as error:
                raise Invalid(fields={"operationName": "There is no such operation in it."}) from error
        answer: dict[str, Any] = {"data": result.data}
        if result.errors:
            answer["errors"] = [_told(error, request) for error in result.errors]
        return JsonResponse(answer)


def _asked(request: HttpRequest) -> tuple[str, dict[str, Any], str | None]:
    """The document, its variables and which of its operations. Raises Invalid, naming the field."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Invalid(fields={"body": "Send JSON with a query."}) from error
    if not isinstance(sent, dict) or not isinstance(sent.get("query"), str) or not sent["query"].strip():
        raise Invalid(fields={"query": "Send a query."})
    variables, name = sent.get("variables") or {}, sent.get("operationName")
    if len(sent["query"]) > LONGEST_QUERY:
        raise Invalid(fields={"query": f"Use at most {LONGEST_QUERY} characters."})
    if not isinstance(variables, dict) or _is_too_deep(variables):
        raise Invalid(fields={"variables": "Send an object that is not nested so deep."})
    if name is not None and not isinstance(name, str):
        raise Invalid(fields={"operationName": "Send a name."})
    return sent["query"], variables, name


def _is_too_deep(value: Any) -> bool:
    """Whether lists and objects lie in each other more than DEEPEST_VALUES deep. Level by level: what is
    read from JSON may be deeper than functions may call themselves.
    """
    level = [value]
    for _ in range(DEEPEST_VALUES):
        inner = [each.values() if isinstance(each, dict) else each for each in level]
        level = [one for each in inner for one in each if isinstance(one, dict | list)]
        if not level:
            return False
    return True


def _told(error: GraphQLError, request: HttpRequest) -> dict[str, Any]:
    """What went wrong, and nothing of our insides."""
    told = dict(error.formatted)
    cause = error.original_error
    if isinstance(cause, DomainError):
        told["message"] = cause.message
        told["extensions"] = {
            "code": cause.code,
            **({"fields": cause.fields} if cause.fields else {}),
            **{name: value for name, value in cause.details.items() if name == "alternatives"},
        }
    elif cause is not None and not isinstance(cause, GraphQLError):
        if not is_database_away(cause):
            log.error("graph field failed", exc_info=cause)
        told["message"] = "Something broke on our side."
        told["extensions"] = {"code": "internal", "request_id": getattr(request, "request_id", "")}
    else:
        told.setdefault("extensions", {"code": "bad-query"})
    return told


# What is open at the business it asks itself, as it has to tell reading from writing.
graph = stays_open(anyone(method_decorator(csrf_exempt, name="dispatch")(GraphView).as_view()))
