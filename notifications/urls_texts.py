"""Addresses below /dashboard/settings/messages/."""

from django.urls import path

from notifications.views import broadcasts, senders, texts, times

app_name = "messages"
urlpatterns = [
    path("", texts.texts, name="texts"),
    path("sender/", senders.sender, name="sender"),
    path("times/", times.times, name="times"),
    path("everybody/", broadcasts.broadcasts, name="broadcasts"),
    path("lift/<int:suppression_id>/", texts.lift, name="lift"),
    path("<str:event>/", texts.text, name="text"),
    path("<str:event>/look/", texts.look, name="look"),
]
