"""Addresses below /dashboard/attention/."""

from django.urls import path

from notifications.views import attention as views
from notifications.views import log

app_name = "notifications"
urlpatterns = [
    path("", views.attention, name="attention"),
    path("<int:delivery_id>/retry/", views.retry, name="retry"),
    path("messages/<int:letter_id>/again/", log.send_again, name="resend"),
    path("messages/<int:letter_id>/lift/", log.write_again, name="write-again"),
]
