from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.availability import Availability
from ...models.problem import Problem
from ...types import UNSET, Unset
from typing import cast
import datetime



def _get_kwargs(
    *,
    venue_id: int | None | Unset = UNSET,
    day: datetime.date,
    minutes: int | Unset = 60,
    people: int | None | Unset = UNSET,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_venue_id: int | None | Unset
    if isinstance(venue_id, Unset):
        json_venue_id = UNSET
    else:
        json_venue_id = venue_id
    params["venue_id"] = json_venue_id

    json_day = day.isoformat()
    params["day"] = json_day

    params["minutes"] = minutes

    json_people: int | None | Unset
    if isinstance(people, Unset):
        json_people = UNSET
    else:
        json_people = people
    params["people"] = json_people


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/availability",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Availability | Problem | None:
    if response.status_code == 200:
        response_200 = Availability.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Availability | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    venue_id: int | None | Unset = UNSET,
    day: datetime.date,
    minutes: int | Unset = 60,
    people: int | None | Unset = UNSET,

) -> Response[Availability | Problem]:
    """ Free starts of a night, room by room

     Free starts of a night, room by room.

    Args:
        venue_id (int | None | Unset):
        day (datetime.date): ISO 8601. A business night bears the date of its opening.
        minutes (int | Unset):  Default: 60.
        people (int | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Availability | Problem]
     """


    kwargs = _get_kwargs(
        venue_id=venue_id,
day=day,
minutes=minutes,
people=people,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient,
    venue_id: int | None | Unset = UNSET,
    day: datetime.date,
    minutes: int | Unset = 60,
    people: int | None | Unset = UNSET,

) -> Availability | Problem | None:
    """ Free starts of a night, room by room

     Free starts of a night, room by room.

    Args:
        venue_id (int | None | Unset):
        day (datetime.date): ISO 8601. A business night bears the date of its opening.
        minutes (int | Unset):  Default: 60.
        people (int | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Availability | Problem
     """


    return sync_detailed(
        client=client,
venue_id=venue_id,
day=day,
minutes=minutes,
people=people,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    venue_id: int | None | Unset = UNSET,
    day: datetime.date,
    minutes: int | Unset = 60,
    people: int | None | Unset = UNSET,

) -> Response[Availability | Problem]:
    """ Free starts of a night, room by room

     Free starts of a night, room by room.

    Args:
        venue_id (int | None | Unset):
        day (datetime.date): ISO 8601. A business night bears the date of its opening.
        minutes (int | Unset):  Default: 60.
        people (int | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Availability | Problem]
     """


    kwargs = _get_kwargs(
        venue_id=venue_id,
day=day,
minutes=minutes,
people=people,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient,
    venue_id: int | None | Unset = UNSET,
    day: datetime.date,
    minutes: int | Unset = 60,
    people: int | None | Unset = UNSET,

) -> Availability | Problem | None:
    """ Free starts of a night, room by room

     Free starts of a night, room by room.

    Args:
        venue_id (int | None | Unset):
        day (datetime.date): ISO 8601. A business night bears the date of its opening.
        minutes (int | Unset):  Default: 60.
        people (int | None | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Availability | Problem
     """


    return (await asyncio_detailed(
        client=client,
venue_id=venue_id,
day=day,
minutes=minutes,
people=people,

    )).parsed
