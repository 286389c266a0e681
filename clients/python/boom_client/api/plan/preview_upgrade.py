from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.change_shape import ChangeShape
from ...models.problem import Problem
from typing import cast



def _get_kwargs(
    *,
    price_id: int,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    params["price_id"] = price_id


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/billing/upgrade",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> ChangeShape | Problem | None:
    if response.status_code == 200:
        response_200 = ChangeShape.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[ChangeShape | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    price_id: int,

) -> Response[ChangeShape | Problem]:
    """ What another plan would cost, or when it would begin. Nothing is changed

     What another plan would cost, or when it would begin. Nothing is changed.

    Args:
        price_id (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChangeShape | Problem]
     """


    kwargs = _get_kwargs(
        price_id=price_id,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient,
    price_id: int,

) -> ChangeShape | Problem | None:
    """ What another plan would cost, or when it would begin. Nothing is changed

     What another plan would cost, or when it would begin. Nothing is changed.

    Args:
        price_id (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChangeShape | Problem
     """


    return sync_detailed(
        client=client,
price_id=price_id,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    price_id: int,

) -> Response[ChangeShape | Problem]:
    """ What another plan would cost, or when it would begin. Nothing is changed

     What another plan would cost, or when it would begin. Nothing is changed.

    Args:
        price_id (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChangeShape | Problem]
     """


    kwargs = _get_kwargs(
        price_id=price_id,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient,
    price_id: int,

) -> ChangeShape | Problem | None:
    """ What another plan would cost, or when it would begin. Nothing is changed

     What another plan would cost, or when it would begin. Nothing is changed.

    Args:
        price_id (int):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChangeShape | Problem
     """


    return (await asyncio_detailed(
        client=client,
price_id=price_id,

    )).parsed
