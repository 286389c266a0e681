from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.list_payments_order import ListPaymentsOrder
from ...models.method import Method
from ...models.payment_list import PaymentList
from ...models.payment_state import PaymentState
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
    method: Method | None | Unset = UNSET,
    state: None | PaymentState | Unset = UNSET,
    taken_from: datetime.datetime | None | Unset = UNSET,
    taken_before: datetime.datetime | None | Unset = UNSET,
    order: ListPaymentsOrder | Unset = ListPaymentsOrder.VALUE_1,

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

    json_method: None | str | Unset
    if isinstance(method, Unset):
        json_method = UNSET
    elif isinstance(method, Method):
        json_method = method.value
    else:
        json_method = method
    params["method"] = json_method

    json_state: None | str | Unset
    if isinstance(state, Unset):
        json_state = UNSET
    elif isinstance(state, PaymentState):
        json_state = state.value
    else:
        json_state = state
    params["state"] = json_state

    json_taken_from: None | str | Unset
    if isinstance(taken_from, Unset):
        json_taken_from = UNSET
    elif isinstance(taken_from, datetime.datetime):
        json_taken_from = taken_from.isoformat()
    else:
        json_taken_from = taken_from
    params["taken_from"] = json_taken_from

    json_taken_before: None | str | Unset
    if isinstance(taken_before, Unset):
        json_taken_before = UNSET
    elif isinstance(taken_before, datetime.datetime):
        json_taken_before = taken_before.isoformat()
    else:
        json_taken_before = taken_before
    params["taken_before"] = json_taken_before

    json_order: str | Unset = UNSET
    if not isinstance(order, Unset):
        json_order = order.value

    params["order"] = json_order


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/payments",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> PaymentList | Problem | None:
    if response.status_code == 200:
        response_200 = PaymentList.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[PaymentList | Problem]:
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
    method: Method | None | Unset = UNSET,
    state: None | PaymentState | Unset = UNSET,
    taken_from: datetime.datetime | None | Unset = UNSET,
    taken_before: datetime.datetime | None | Unset = UNSET,
    order: ListPaymentsOrder | Unset = ListPaymentsOrder.VALUE_1,

) -> Response[PaymentList | Problem]:
    """ Payments, the latest first unless asked otherwise

     Payments, the latest first unless asked otherwise.

    Args:
        fields (None | str | Unset): Only these, by name with commas between:
            `id,reference,starts_at`.
        limit (int | Unset): How many at the most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the piece before; leave it out for the
            first.
        venue_id (int | None | Unset):
        booking_id (int | None | Unset):
        method (Method | None | Unset):
        state (None | PaymentState | Unset):
        taken_from (datetime.datetime | None | Unset):
        taken_before (datetime.datetime | None | Unset):
        order (ListPaymentsOrder | Unset):  Default: ListPaymentsOrder.VALUE_1.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PaymentList | Problem]
     """


    kwargs = _get_kwargs(
        fields=fields,
limit=limit,
cursor=cursor,
venue_id=venue_id,
booking_id=booking_id,
method=method,
state=state,
taken_from=taken_from,
taken_before=taken_before,
order=order,

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
    method: Method | None | Unset = UNSET,
    state: None | PaymentState | Unset = UNSET,
    taken_from: datetime.datetime | None | Unset = UNSET,
    taken_before: datetime.datetime | None | Unset = UNSET,
    order: ListPaymentsOrder | Unset = ListPaymentsOrder.VALUE_1,

) -> PaymentList | Problem | None:
    """ Payments, the latest first unless asked otherwise

     Payments, the latest first unless asked otherwise.

    Args:
        fields (None | str | Unset): Only these, by name with commas between:
            `id,reference,starts_at`.
        limit (int | Unset): How many at the most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the piece before; leave it out for the
            first.
        venue_id (int | None | Unset):
        booking_id (int | None | Unset):
        method (Method | None | Unset):
        state (None | PaymentState | Unset):
        taken_from (datetime.datetime | None | Unset):
        taken_before (datetime.datetime | None | Unset):
        order (ListPaymentsOrder | Unset):  Default: ListPaymentsOrder.VALUE_1.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PaymentList | Problem
     """


    return sync_detailed(
        client=client,
fields=fields,
limit=limit,
cursor=cursor,
venue_id=venue_id,
booking_id=booking_id,
method=method,
state=state,
taken_from=taken_from,
taken_before=taken_before,
order=order,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    fields: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    venue_id: int | None | Unset = UNSET,
    booking_id: int | None | Unset = UNSET,
    method: Method | None | Unset = UNSET,
    state: None | PaymentState | Unset = UNSET,
    taken_from: datetime.datetime | None | Unset = UNSET,
    taken_before: datetime.datetime | None | Unset = UNSET,
    order: ListPaymentsOrder | Unset = ListPaymentsOrder.VALUE_1,

) -> Response[PaymentList | Problem]:
    """ Payments, the latest first unless asked otherwise

     Payments, the latest first unless asked otherwise.

    Args:
        fields (None | str | Unset): Only these, by name with commas between:
            `id,reference,starts_at`.
        limit (int | Unset): How many at the most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the piece before; leave it out for the
            first.
        venue_id (int | None | Unset):
        booking_id (int | None | Unset):
        method (Method | None | Unset):
        state (None | PaymentState | Unset):
        taken_from (datetime.datetime | None | Unset):
        taken_before (datetime.datetime | None | Unset):
        order (ListPaymentsOrder | Unset):  Default: ListPaymentsOrder.VALUE_1.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PaymentList | Problem]
     """


    kwargs = _get_kwargs(
        fields=fields,
limit=limit,
cursor=cursor,
venue_id=venue_id,
booking_id=booking_id,
method=method,
state=state,
taken_from=taken_from,
taken_before=taken_before,
order=order,

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
    method: Method | None | Unset = UNSET,
    state: None | PaymentState | Unset = UNSET,
    taken_from: datetime.datetime | None | Unset = UNSET,
    taken_before: datetime.datetime | None | Unset = UNSET,
    order: ListPaymentsOrder | Unset = ListPaymentsOrder.VALUE_1,

) -> PaymentList | Problem | None:
    """ Payments, the latest first unless asked otherwise

     Payments, the latest first unless asked otherwise.

    Args:
        fields (None | str | Unset): Only these, by name with commas between:
            `id,reference,starts_at`.
        limit (int | Unset): How many at the most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the piece before; leave it out for the
            first.
        venue_id (int | None | Unset):
        booking_id (int | None | Unset):
        method (Method | None | Unset):
        state (None | PaymentState | Unset):
        taken_from (datetime.datetime | None | Unset):
        taken_before (datetime.datetime | None | Unset):
        order (ListPaymentsOrder | Unset):  Default: ListPaymentsOrder.VALUE_1.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PaymentList | Problem
     """


    return (await asyncio_detailed(
        client=client,
fields=fields,
limit=limit,
cursor=cursor,
venue_id=venue_id,
booking_id=booking_id,
method=method,
state=state,
taken_from=taken_from,
taken_before=taken_before,
order=order,

    )).parsed
