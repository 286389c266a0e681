from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.document_kind import DocumentKind
from ...models.document_list import DocumentList
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
import datetime



def _get_kwargs(
    *,
    fields: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    venue_id: int | None | Unset = UNSET,
    booking_id: int | None | Unset = UNSET,
    kind: DocumentKind | None | Unset = UNSET,
    issued_from: datetime.datetime | None | Unset = UNSET,
    issued_before: datetime.datetime | None | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_fields: None | str | Unset
    if isinstance(fields, Unset):
        json_fields = UNSET
    else:
        json_fields = fields
    params["fields"] = json_fields

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_venue_id: int | None | Unset
    if isinstance(venue_id, Unset):
        json_venue_id = UNSET
    else:
        json_venue_id = venue_id
    params["venue_id"] = json_venue_id

    json_booking_id: int | None | Unset
    if isinstance(booking_id, Unset):
        json_booking_id = UNSET
    else:
        json_booking_id = booking_id
    params["booking_id"] = json_booking_id

    json_kind: None | str | Unset
    if isinstance(kind, Unset):
        json_kind = UNSET
    elif isinstance(kind, DocumentKind):
        json_kind = kind.value
    else:
        json_kind = kind
    params["kind"] = json_kind

    json_issued_from: None | str | Unset
    if isinstance(issued_from, Unset):
        json_issued_from = UNSET
    elif isinstance(issued_from, datetime.datetime):
        json_issued_from = issued_from.isoformat()
    else:
        json_issued_from = issued_from
    params["issued_from"] = json_issued_from

    json_issued_before: None | str | Unset
    if isinstance(issued_before, Unset):
        json_issued_before = UNSET
    elif isinstance(issued_before, datetime.datetime):
        json_issued_before = issued_before.isoformat()
    else:
        json_issued_before = issued_before
    params["issued_before"] = json_issued_before


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/documents",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> DocumentList | Problem | None:
    if response.status_code == 200:
        response_200 = DocumentList.from_dict(response.json())



        return response_200

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())



        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())



        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())



        return response_403

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())



        return response_404

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())



        return response_413

    if response.status_code == 422:
        response_422 = Problem.from_dict(response.json())



        return response_422

    if response.status_code == 429:
        response_429 = Problem.from_dict(response.json())



        return response_429

    if response.status_code == 503:
        response_503 = Problem.from_dict(response.json())



        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[DocumentList | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    fields: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    venue_id: int | None | Unset = UNSET,
    booking_id: int | None | Unset = UNSET,
    kind: DocumentKind | None | Unset = UNSET,
    issued_from: datetime.datetime | None | Unset = UNSET,
    issued_before: datetime.datetime | None | Unset = UNSET,

) -> Response[DocumentList | Problem]:
    """ Documents, the latest first. They name guests, so taking them out is noted

     Documents, the latest first. They name guests, so taking them out is noted.

    Args:
        fields (None | str | Unset): Only these, by name with commas between:
            `id,reference,starts_at`.
        limit (int | Unset): How many at the most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the piece before; leave it out for the
            first.
        venue_id (int | None | Unset):
        booking_id (int | None | Unset):
        kind (DocumentKind | None | Unset):
        issued_from (datetime.datetime | None | Unset):
        issued_before (datetime.datetime | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DocumentList | Problem]
     """


    kwargs = _get_kwargs(
        fields=fields,
limit=limit,
cursor=cursor,
venue_id=venue_id,
booking_id=booking_id,
kind=kind,
issued_from=issued_from,
issued_before=issued_before,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient,
    fields: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    venue_id: int | None | Unset = UNSET,
    booking_id: int | None | Unset = UNSET,
    kind: DocumentKind | None | Unset = UNSET,
    issued_from: datetime.datetime | None | Unset = UNSET,
    issued_before: datetime.datetime | None | Unset = UNSET,

) -> DocumentList | Problem | None:
    """ Documents, the latest first. They name guests, so taking them out is noted

     Documents, the latest first. They name guests, so taking them out is noted.

    Args:
        fields (None | str | Unset): Only these, by name with commas between:
            `id,reference,starts_at`.
        limit (int | Unset): How many at the most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the piece before; leave it out for the
            first.
        venue_id (int | None | Unset):
        booking_id (int | None | Unset):
        kind (DocumentKind | None | Unset):
        issued_from (datetime.datetime | None | Unset):
        issued_before (datetime.datetime | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DocumentList | Problem
     """


    return sync_detailed(
        client=client,
fields=fields,
limit=limit,
cursor=cursor,
venue_id=venue_id,
booking_id=booking_id,
kind=kind,
issued_from=issued_from,
issued_before=issued_before,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    fields: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    venue_id: int | None | Unset = UNSET,
    booking_id: int | None | Unset = UNSET,
    kind: DocumentKind | None | Unset = UNSET,
    issued_from: datetime.datetime | None | Unset = UNSET,
    issued_before: datetime.datetime | None | Unset = UNSET,

) -> Response[DocumentList | Problem]:
    """ Documents, the latest first. They name guests, so taking them out is noted

     Documents, the latest first. They name guests, so taking them out is noted.

    Args:
        fields (None | str | Unset): Only these, by name with commas between:
            `id,reference,starts_at`.
        limit (int | Unset): How many at the most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the piece before; leave it out for the
            first.
        venue_id (int | None | Unset):
        booking_id (int | None | Unset):
        kind (DocumentKind | None | Unset):
        issued_from (datetime.datetime | None | Unset):
        issued_before (datetime.datetime | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DocumentList | Problem]
     """


    kwargs = _get_kwargs(
        fields=fields,
limit=limit,
cursor=cursor,
venue_id=venue_id,
booking_id=booking_id,
kind=kind,
issued_from=issued_from,
issued_before=issued_before,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient,
    fields: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    venue_id: int | None | Unset = UNSET,
    booking_id: int | None | Unset = UNSET,
    kind: DocumentKind | None | Unset = UNSET,
    issued_from: datetime.datetime | None | Unset = UNSET,
    issued_before: datetime.datetime | None | Unset = UNSET,

) -> DocumentList | Problem | None:
    """ Documents, the latest first. They name guests, so taking them out is noted

     Documents, the latest first. They name guests, so taking them out is noted.

    Args:
        fields (None | str | Unset): Only these, by name with commas between:
            `id,reference,starts_at`.
        limit (int | Unset): How many at the most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the piece before; leave it out for the
            first.
        venue_id (int | None | Unset):
        booking_id (int | None | Unset):
        kind (DocumentKind | None | Unset):
        issued_from (datetime.datetime | None | Unset):
        issued_before (datetime.datetime | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DocumentList | Problem
     """


    return (await asyncio_detailed(
        client=client,
fields=fields,
limit=limit,
cursor=cursor,
venue_id=venue_id,
booking_id=booking_id,
kind=kind,
issued_from=issued_from,
issued_before=issued_before,

    )).parsed
