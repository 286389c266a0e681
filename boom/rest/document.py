"""The document of the API: OpenAPI 3.1 as ninja writes it, with the refusals and headers it leaves out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.errors import ValidationError as Malformed
from ninja.openapi.schema import OpenAPISchema

from boom.problems import problem

PROBLEM = "application/problem+json"
REFUSALS = {
    400: ("BadRequest", "The request could not be read: no JSON, or no request at all."),
    401: ("Unauthenticated", "No good credential of this business came with it."),
    402: ("OverPlan", "The business's plan has no room for it."),
    403: ("Forbidden", "Whoever asks may not, or the business can only be looked at."),
    404: ("NotFound", "It is not there, or not theirs to see."),
    409: ("Conflict", "The state of things does not allow it: the time is taken, the step is over."),
    412: ("Stale", "It was changed since the version that If-Match names."),
    413: ("TooLarge", "The body is larger than anything this API takes."),
    422: ("Invalid", "Something in it breaks a rule; `fields` names what and how."),
    428: ("ConditionMissing", "If-Match has to name the version that is changed."),
    429: ("TooOften", "More calls than allowed; Retry-After says when to come back."),
    503: ("Busy", "Not now; Retry-After says when to come back."),
}
LIMIT_HEADERS = {
    "RateLimit-Limit": "Calls a minute.",
    "RateLimit-Remaining": "Calls left in the present minute.",
    "RateLimit-Reset": "Seconds until the next minute begins.",
}
PROBLEM_SCHEMA = {
    "title": "Problem",
    "description": "A refusal, as RFC 9457 has it. `code` is stable and for programs, `detail` for people.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "request_id": {"type": "string", "description": "For whoever is asked about it."},
        "fields": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "What is wrong, by the name of what was sent.",
        },
        "alternatives": {
            "type": "array",
            "description": "With `slot-taken`: the nearest free times and rooms.",
            "items": {"type": "object"},
        },
    },
    "examples": [
        {
            "type": "https://boom.example/problems/slot-taken",
            "title": "Something got there first",
            "status": 409,
            "detail": "That time has just been taken.",
            "code": "slot-taken",
            "request_id": "0f3c9a1b2d4e5f60",
        }
    ],
}


def errors_of(
    *, writes: bool, conditional: bool, is_open: bool, keyed: bool, also: Iterable[int]
) -> dict[str, Any]:
    """What an endpoint may answer beside success, as references to the document's own list."""
    statuses = {400, 404, 413, 422, 429, 503, *also}
    if not is_open:
        statuses |= {401, 403}
    if writes:
        statuses |= {402, 409}
    if conditional:
        statuses |= {412, 428}
    return {
        str(status): {"$ref": f"#/components/responses/{REFUSALS[status][0]}"} for status in sorted(statuses)
    }


def header_parameters(*, conditional: bool, keyed: bool) -> list[dict[str, Any]]:
    """The headers that an endpoint heeds."""
    found = []
    if keyed:
        found.append({"$ref": "#/components/parameters/IdempotencyKey"})
    if conditional:
        found.append({"$ref": "#/components/parameters/IfMatch"})
    return found


PARAMETERS = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": (
            "Sent again with the same key within 24 hours, the same request is not done again: it is answered"
            " as before, with `Idempotency-Replayed: true`. The key with another request is refused."
        ),
        "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
        "example": "4b1c2a7e-9a55-4f0b-8b0e-6f1d2f3a4b5c",
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": "The ETag of the version you read; `*` for whichever is there.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]+$"},
        "example": '"3"',
    },
}


class BoomApi(NinjaAPI):
    """Ninja's API with our refusals in its document, and answered in our one way."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.add_exception_handler(Malformed, _malformed)
        self.add_exception_handler(HttpError, _http_error)
        # Everything else is for `boom.problems.ProblemMiddleware`, as everywhere.
        self.add_exception_handler(Exception, _let_through)

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**options)
        components = document["components"]
        components["schemas"]["Problem"] = PROBLEM_SCHEMA
        components["parameters"] = PARAMETERS
        components["headers"] = {
            name.replace("-", ""): {"description": words, "schema": {"type": "integer"}}
            for name, words in LIMIT_HEADERS.items()
        }
        components["responses"] = {
            name: {
                "description": words,
                "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
            for name, words in REFUSALS.values()
        }
        for path in document["paths"].values():
            for operation in path.values():
                _add_headers(operation)
                _mend_examples(operation)
        return document


def _add_headers(operation: dict[str, Any]) -> None:
    if "security" not in operation:
        return
    for status, response in operation["responses"].items():
        if int(status) < 300:
            response["headers"] = {
                name: {"$ref": f"#/components/headers/{name.replace('-', '')}"} for name in LIMIT_HEADERS
            }


def _mend_examples(operation: dict[str, Any]) -> None:
    """A parameter has one example, or named ones; a list of them is a schema's way only."""
    for parameter in operation["parameters"]:
        examples = parameter.get("examples")
        if isinstance(examples, list):
            parameter["example"] = parameter.pop("examples")[0]


def _malformed(request: HttpRequest, error: Any) -> HttpResponse:
    """422 with each input named by its path: "party_size", "add_ons.0.count"."""
    fields: dict[str, str] = {}
    for each in error.errors:
        # Where it was (body, query, path), then what the view calls a body or query, then the name itself.
        where = [str(part) for part in each["loc"]][1:]
        name = ".".join(where[1:] if where[:1] in (["body"], ["query"]) else where) or "body"
        fields.setdefault(name[:100], str(each["msg"])[:300])
    return problem(request, 422, message="Some of that needs changing.", code="invalid", fields=fields)


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    if error.status_code == 401:
        return problem(
            request, 401, code="unauthenticated", message="Send an API key or an access token: Bearer …"
        )
    return problem(request, error.status_code, code="bad-request", message=str(error))


def _let_through(request: HttpRequest, error: Any) -> HttpResponse:
    raise error
