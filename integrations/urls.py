"""Addresses below /dashboard/integrations/."""

from django.urls import path

from integrations.views import keys

app_name = "integrations"
urlpatterns = [
    path("keys/", keys.keys, name="keys"),
    path("keys/<int:key_id>/revoke/", keys.revoke, name="key-revoke"),
]
