"""Addresses of a venue's host that other programs read."""

from django.urls import path

from integrations.views import feeds, measuring, website

app_name = "connections"
urlpatterns = [
    path("embed.js", website.script, name="embed-script"),
    path("measuring/", measuring.choose, name="measuring-choose"),
    path("measuring/booked/", measuring.booked, name="measured"),
    path("measuring/on/", measuring.go_on, name="measured-on"),
    path("calendar/<str:token>.ics", feeds.feed, name="feed"),
]
