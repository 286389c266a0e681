from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.offer_body import OfferBody
from ...models.problem import Problem
from ...models.waiting import Waiting
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    entry_id: int,
    *,
    body: OfferBody,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    if not isinstance(if_match, Unset):
        headers["If-Match"] = if_match



    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/waitlist/{entry_id}/offer".format(entry_id=quote(str(entry_id), safe=""),),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | Waiting | None:
    if response.status_code == 200:
        response_200 = Waiting.from_dict(response.json())



        return response_200

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())



        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())



        return response_401

    if response.status_code == 402:
        response_402 = Problem.from_dict(response.json())



        return response_402

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())



        return response_403

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())



        return response_404

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())



        return response_409

    if response.status_code == 412:
        response_412 = Problem.from_dict(response.json())



        return response_412

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())



        return response_413

    if response.status_code == 422:
        response_422 = Problem.from_dict(response.json())



        return response_422

    if response.status_code == 428:
        response_428 = Problem.from_dict(response.json())



        return response_428

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | Waiting]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    entry_id: int,
    *,
    client: AuthenticatedClient,
    body: OfferBody,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,

) -> Response[Problem | Waiting]:
    """ Offer somebody what is free, whoever is before them; it is held for them until they answer

     Offer somebody what is free, whoever is before them; it is held for them until they answer.

    Args:
        entry_id (int):
        idempotency_key (str | Unset):
        if_match (str | Unset):
        body (OfferBody): What they are offered; the first that fits where nothing is said.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Waiting]
     """


    kwargs = _get_kwargs(
        entry_id=entry_id,
body=body,
idempotency_key=idempotency_key,
if_match=if_match,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    entry_id: int,
    *,
    client: AuthenticatedClient,
    body: OfferBody,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,

) -> Problem | Waiting | None:
    """ Offer somebody what is free, whoever is before them; it is held for them until they answer

     Offer somebody what is free, whoever is before them; it is held for them until they answer.

    Args:
        entry_id (int):
        idempotency_key (str | Unset):
        if_match (str | Unset):
        body (OfferBody): What they are offered; the first that fits where nothing is said.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Waiting
     """


    return sync_detailed(
        entry_id=entry_id,
client=client,
body=body,
idempotency_key=idempotency_key,
if_match=if_match,

    ).parsed

async def asyncio_detailed(
    entry_id: int,
    *,
    client: AuthenticatedClient,
    body: OfferBody,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,

) -> Response[Problem | Waiting]:
    """ Offer somebody what is free, whoever is before them; it is held for them until they answer

     Offer somebody what is free, whoever is before them; it is held for them until they answer.

    Args:
        entry_id (int):
        idempotency_key (str | Unset):
        if_match (str | Unset):
        body (OfferBody): What they are offered; the first that fits where nothing is said.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Waiting]
     """


    kwargs = _get_kwargs(
        entry_id=entry_id,
body=body,
idempotency_key=idempotency_key,
if_match=if_match,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    entry_id: int,
    *,
    client: AuthenticatedClient,
    body: OfferBody,
    idempotency_key: str | Unset = UNSET,
    if_match: str | Unset = UNSET,

) -> Problem | Waiting | None:
    """ Offer somebody what is free, whoever is before them; it is held for them until they answer

     Offer somebody what is free, whoever is before them; it is held for them until they answer.

    Args:
        entry_id (int):
        idempotency_key (str | Unset):
        if_match (str | Unset):
        body (OfferBody): What they are offered; the first that fits where nothing is said.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Waiting
     """


    return (await asyncio_detailed(
        entry_id=entry_id,
client=client,
body=body,
idempotency_key=idempotency_key,
if_match=if_match,

    )).parsed
