"""The document: valid, whole, and true of who may call what."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import signature

import pytest
from ninja.operation import Operation

from accounts.permissions import MATRIX, OWNERS_ONLY, Role, role_has
from boom.api import api
from boom.rest.callers import Bearer
from boom.rest.endpoints import Made
from tests.factories.api import V1, Program
from tests.rest.tree import ENDPOINTS, OPEN

pytestmark = pytest.mark.django_db


def operations() -> Iterator[tuple[str, Operation]]:
    """Every operation there is: "GET /bookings"."""
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield f"{method} {path}", operation


def needs_of(operation: Operation) -> str | None:
    """The permission it takes; empty for any credential, None for nobody's."""
    for each in operation.auth_callbacks:
        assert isinstance(each, Bearer)
        return each.needs
    return None


def test_every_endpoint_has_a_row_and_every_row_an_endpoint():
    found = {name: needs_of(operation) for name, operation in operations()}

    assert found == ENDPOINTS


def test_rows_name_permissions_that_there_are():
    assert {needs for needs in ENDPOINTS.values() if needs} <= MATRIX.keys()


@pytest.mark.parametrize("name", ENDPOINTS)
def test_nobody_gets_further_than_their_role(name: str, business, program_as, nobody):
    method, path = name.split(" ")
    filled = "/".join("999999999" if piece.startswith("{") else piece for piece in path.split("/"))
    needs = ENDPOINTS[name]

    unknown = nobody.call(method, filled, {} if method != "GET" else None)
    answers = {role: program_as(role).call(method, filled, {} if method != "GET" else None) for role in Role}

    assert (unknown.status_code == 401) == (needs is not OPEN)
    for role, answer in answers.items():
        may = not needs or role_has(role, needs)
        assert answer.status_code < 500
        assert (answer.status_code == 403) == (not may), f"{role} {name}: {answer.content!r}"


@pytest.mark.parametrize("permission", sorted({needs for needs in ENDPOINTS.values() if needs} - OWNERS_ONLY))
def test_a_key_gets_as_far_as_its_permissions(permission: str, with_key):
    program = with_key(permission)

    for name, needs in ENDPOINTS.items():
        if not needs:
            continue
        method, path = name.split(" ")
        filled = "/".join("999999999" if piece.startswith("{") else piece for piece in path.split("/"))
        answer = program.call(method, filled, {} if method != "GET" else None)
        assert (answer.status_code == 403) == (needs != permission), name


def test_the_document_is_openapi_3_1_and_names_every_status(business):
    document = Program(business).get("/openapi.json").json()

    assert document["openapi"] == "3.1.0"
    assert len(document["paths"]) > 20
    for path, methods in document["paths"].items():
        assert path.startswith(V1), path
        for operation in methods.values():
            assert operation["summary"]
            assert {"404", "422", "429", "503"} <= operation["responses"].keys()


def test_what_is_made_has_an_address():
    """201 goes with Location, which only `Made` has."""
    views = {name: operation for name, operation in operations() if 201 in operation.response_models}

    assert len(views) > 20
    assert [
        name for name, each in views.items() if signature(each.view_func).return_annotation is not Made
    ] == []


def test_control_an_endpoint_without_a_row_is_noticed():
    assert {name: needs_of(each) for name, each in operations()} != {**ENDPOINTS, "GET /new": ""}
