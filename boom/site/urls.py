"""Addresses of the platform's own pages."""

from django.urls import path

from boom.proof import SIGN_UP, challenge
from boom.site import calendars, views

app_name = "site"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("signup/", views.sign_up, name="sign-up"),
    path("signup/subdomain/", views.subdomain, name="subdomain"),
    path("proof/sign-up/", challenge, {"kind": SIGN_UP}, name="proof"),
    path("sign-in/", views.find_venue, name="find-venue"),
    path("calendars/connected/", calendars.connected, name="calendar-connected"),
]
