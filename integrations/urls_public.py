"""Addresses of a venue's host that other programs read."""

from django.urls import path

from integrations.views import feeds, website

app_name = "connections"
urlpatterns = [
    path("embed.js", website.script, name="embed-script"),
    path("calendar/<str:token>.ics", feeds.feed, name="feed"),
]
