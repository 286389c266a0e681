"""One page, open to everybody if nobody noticed."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def unguarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Come in")


urlpatterns = [path("", unguarded, name="door")]
