"""Addresses of the live socket."""

from django.urls import path

from bookings.consumers import AvailabilityConsumer, CalendarConsumer

websocket_urlpatterns = [
    path("ws/calendar/", CalendarConsumer.as_asgi()),
    path("ws/availability/", AvailabilityConsumer.as_asgi()),
]
