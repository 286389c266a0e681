"""Addresses below /dashboard/alerts/."""

from django.urls import path

from notifications.views import alerts, chats, staff_mails

app_name = "alerts"
urlpatterns = [
    path("", alerts.alerts, name="alerts"),
    path("count/", alerts.count, name="count"),
    path("mails/", staff_mails.staff_mails, name="mails"),
    path("chats/", chats.chats, name="chats"),
    path("chats/<int:chat_id>/", chats.chat, name="chat"),
    path("chats/<int:chat_id>/trial/", chats.chat_trial, name="chat-trial"),
    path("chats/<int:chat_id>/switch/", chats.chat_switch, name="chat-switch"),
    path("chats/<int:chat_id>/remove/", chats.chat_remove, name="chat-remove"),
]
