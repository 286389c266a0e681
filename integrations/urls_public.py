"""Addresses of a venue's host that other programs read."""

from django.urls import path

from integrations.views import feeds

app_name = "connections"
urlpatterns = [
    path("calendar/<str:token>.ics", feeds.feed, name="feed"),
]
