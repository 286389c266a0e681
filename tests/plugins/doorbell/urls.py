"""Below /dashboard/x/doorbell/."""

from django.urls import path

from tests.plugins.doorbell import views

urlpatterns = [path("", views.bell, name="bell")]
