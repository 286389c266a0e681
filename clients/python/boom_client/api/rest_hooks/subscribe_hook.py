from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.hook_shape import HookShape
from ...models.new_hook import NewHook
from ...models.problem import Problem
from typing import cast



def _get_kwargs(
    *,
    body: NewHook,

) -> dict[str, Any]:
    headers: dict[str, Any] = {}


    

    

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/hooks",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> HookShape | Problem | None:
    if response.status_code == 201:
        response_201 = HookShape.from_dict(response.json())



        return response_201

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[HookShape | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: NewHook,

) -> Response[HookShape | Problem]:
    """ Subscribe an address to an event. The same address again is the same subscription, with what is
    asked

     Subscribe an address to an event. The same address again is the same subscription, with what is
    asked
    last.

    It ends by `DELETE /hooks/{id}`, and with the key: a revoked or lapsed key's hooks are sent nothing.

    Args:
        body (NewHook): Where a program wants to hear of what.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HookShape | Problem]
     """


    kwargs = _get_kwargs(
        body=body,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient,
    body: NewHook,

) -> HookShape | Problem | None:
    """ Subscribe an address to an event. The same address again is the same subscription, with what is
    asked

     Subscribe an address to an event. The same address again is the same subscription, with what is
    asked
    last.

    It ends by `DELETE /hooks/{id}`, and with the key: a revoked or lapsed key's hooks are sent nothing.

    Args:
        body (NewHook): Where a program wants to hear of what.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HookShape | Problem
     """


    return sync_detailed(
        client=client,
body=body,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: NewHook,

) -> Response[HookShape | Problem]:
    """ Subscribe an address to an event. The same address again is the same subscription, with what is
    asked

     Subscribe an address to an event. The same address again is the same subscription, with what is
    asked
    last.

    It ends by `DELETE /hooks/{id}`, and with the key: a revoked or lapsed key's hooks are sent nothing.

    Args:
        body (NewHook): Where a program wants to hear of what.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HookShape | Problem]
     """


    kwargs = _get_kwargs(
        body=body,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient,
    body: NewHook,

) -> HookShape | Problem | None:
    """ Subscribe an address to an event. The same address again is the same subscription, with what is
    asked

     Subscribe an address to an event. The same address again is the same subscription, with what is
    asked
    last.

    It ends by `DELETE /hooks/{id}`, and with the key: a revoked or lapsed key's hooks are sent nothing.

    Args:
        body (NewHook): Where a program wants to hear of what.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HookShape | Problem
     """


    return (await asyncio_detailed(
        client=client,
body=body,

    )).parsed
