from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

from ...models.analytics_report_by import AnalyticsReportBy
from ...models.problem import Problem
from ...models.report import Report
from ...types import UNSET, Unset
from typing import cast
import datetime



def _get_kwargs(
    *,
    venue_id: int | None | Unset = UNSET,
    first: datetime.date | None | Unset = UNSET,
    last: datetime.date | None | Unset = UNSET,
    by: AnalyticsReportBy | Unset = AnalyticsReportBy.ROOM,

) -> dict[str, Any]:
    

    

    params: dict[str, Any] = {}

    json_venue_id: int | None | Unset
    if isinstance(venue_id, Unset):
        json_venue_id = UNSET
    else:
        json_venue_id = venue_id
    params["venue_id"] = json_venue_id

    json_first: None | str | Unset
    if isinstance(first, Unset):
        json_first = UNSET
    elif isinstance(first, datetime.date):
        json_first = first.isoformat()
    else:
        json_first = first
    params["first"] = json_first

    json_last: None | str | Unset
    if isinstance(last, Unset):
        json_last = UNSET
    elif isinstance(last, datetime.date):
        json_last = last.isoformat()
    else:
        json_last = last
    params["last"] = json_last

    json_by: str | Unset = UNSET
    if not isinstance(by, Unset):
        json_by = by.value

    params["by"] = json_by


    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}


    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/analytics/reports",
        "params": params,
    }


    return _kwargs



def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Problem | Report | None:
    if response.status_code == 200:
        response_200 = Report.from_dict(response.json())



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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Problem | Report]:
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
    first: datetime.date | None | Unset = UNSET,
    last: datetime.date | None | Unset = UNSET,
    by: AnalyticsReportBy | Unset = AnalyticsReportBy.ROOM,

) -> Response[Problem | Report]:
    """ What a venue sold in some nights by room, by how it was booked, by status or by weekday

     What a venue sold in some nights by room, by how it was booked, by status or by weekday.

    Args:
        venue_id (int | None | Unset):
        first (datetime.date | None | Unset):
        last (datetime.date | None | Unset):
        by (AnalyticsReportBy | Unset): weekday: 0 is Monday, of the business night. Default:
            AnalyticsReportBy.ROOM.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Report]
     """


    kwargs = _get_kwargs(
        venue_id=venue_id,
first=first,
last=last,
by=by,

    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)

def sync(
    *,
    client: AuthenticatedClient,
    venue_id: int | None | Unset = UNSET,
    first: datetime.date | None | Unset = UNSET,
    last: datetime.date | None | Unset = UNSET,
    by: AnalyticsReportBy | Unset = AnalyticsReportBy.ROOM,

) -> Problem | Report | None:
    """ What a venue sold in some nights by room, by how it was booked, by status or by weekday

     What a venue sold in some nights by room, by how it was booked, by status or by weekday.

    Args:
        venue_id (int | None | Unset):
        first (datetime.date | None | Unset):
        last (datetime.date | None | Unset):
        by (AnalyticsReportBy | Unset): weekday: 0 is Monday, of the business night. Default:
            AnalyticsReportBy.ROOM.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Report
     """


    return sync_detailed(
        client=client,
venue_id=venue_id,
first=first,
last=last,
by=by,

    ).parsed

async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    venue_id: int | None | Unset = UNSET,
    first: datetime.date | None | Unset = UNSET,
    last: datetime.date | None | Unset = UNSET,
    by: AnalyticsReportBy | Unset = AnalyticsReportBy.ROOM,

) -> Response[Problem | Report]:
    """ What a venue sold in some nights by room, by how it was booked, by status or by weekday

     What a venue sold in some nights by room, by how it was booked, by status or by weekday.

    Args:
        venue_id (int | None | Unset):
        first (datetime.date | None | Unset):
        last (datetime.date | None | Unset):
        by (AnalyticsReportBy | Unset): weekday: 0 is Monday, of the business night. Default:
            AnalyticsReportBy.ROOM.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Report]
     """


    kwargs = _get_kwargs(
        venue_id=venue_id,
first=first,
last=last,
by=by,

    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)

async def asyncio(
    *,
    client: AuthenticatedClient,
    venue_id: int | None | Unset = UNSET,
    first: datetime.date | None | Unset = UNSET,
    last: datetime.date | None | Unset = UNSET,
    by: AnalyticsReportBy | Unset = AnalyticsReportBy.ROOM,

) -> Problem | Report | None:
    """ What a venue sold in some nights by room, by how it was booked, by status or by weekday

     What a venue sold in some nights by room, by how it was booked, by status or by weekday.

    Args:
        venue_id (int | None | Unset):
        first (datetime.date | None | Unset):
        last (datetime.date | None | Unset):
        by (AnalyticsReportBy | Unset): weekday: 0 is Monday, of the business night. Default:
            AnalyticsReportBy.ROOM.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Report
     """


    return (await asyncio_detailed(
        client=client,
venue_id=venue_id,
first=first,
last=last,
by=by,

    )).parsed
