from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.document_detail import DocumentDetail
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast



def _get_kwargs(
    document_id: int,
    *,
    fields: None | str | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_fields: None | str | Unset
    if isinstance(fields, Unset):
        json_fields = UNSET
    else:
        json_fields = fields
    params["fields"] = json_fields


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/documents/{document_id}".format(document_id=quote(str(document_id), safe=""),),
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> DocumentDetail | Problem | None:
    if response.status_code == 200:
        response_200 = DocumentDetail.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[DocumentDetail | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    document_id: int,
    *,
    client: AuthenticatedClient,
    fields: None | str | Unset = UNSET,

) -> Response[DocumentDetail | Problem]:
    """ A document, as it was issued. It names a guest, so taking it out is noted

     A document, as it was issued. It names a guest, so taking it out is noted.

    Args:
        document_id (int):
        fields (None | str | Unset): Only these, by name with commas between:
            `id,reference,starts_at`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DocumentDetail | Problem]
     """


    kwargs = _get_kwargs(
        document_id=document_id,
fields=fields,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    document_id: int,
    *,
    client: AuthenticatedClient,
    fields: None | str | Unset = UNSET,

) -> DocumentDetail | Problem | None:
    """ A document, as it was issued. It names a guest, so taking it out is noted

     A document, as it was issued. It names a guest, so taking it out is noted.

    Args:
        document_id (int):
        fields (None | str | Unset): Only these, by name with commas between:
            `id,reference,starts_at`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DocumentDetail | Problem
     """


    return sync_detailed(
        document_id=document_id,
client=client,
fields=fields,

    ).parsed

async def asyncio_detailed(
    document_id: int,
    *,
    client: AuthenticatedClient,
    fields: None | str | Unset = UNSET,

) -> Response[DocumentDetail | Problem]:
    """ A document, as it was issued. It names a guest, so taking it out is noted

     A document, as it was issued. It names a guest, so taking it out is noted.

    Args:
        document_id (int):
        fields (None | str | Unset): Only these, by name with commas between:
            `id,reference,starts_at`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DocumentDetail | Problem]
     """


    kwargs = _get_kwargs(
        document_id=document_id,
fields=fields,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    document_id: int,
    *,
    client: AuthenticatedClient,
    fields: None | str | Unset = UNSET,

) -> DocumentDetail | Problem | None:
    """ A document, as it was issued. It names a guest, so taking it out is noted

     A document, as it was issued. It names a guest, so taking it out is noted.

    Args:
        document_id (int):
        fields (None | str | Unset): Only these, by name with commas between:
            `id,reference,starts_at`.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DocumentDetail | Problem
     """


    return (await asyncio_detailed(
        document_id=document_id,
client=client,
fields=fields,

    )).parsed
