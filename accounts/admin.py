"""Who runs the platform, to read. Super admins are made by `manage.py create_super_admin`."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from accounts.models import User

# Permissions are a matrix in code (accounts/permissions.py); Django's groups would promise and not do.
admin.site.unregister(Group)


@admin.register(User)
class SuperAdminAdmin(admin.ModelAdmin):
    """People on the platform's own schema; a venue's people are the venue's to see."""

    list_display = ("email", "name", "is_active", "last_login")
    ordering = ("email",)
    search_fields = ("email", "name")
    fields = ("email", "name", "is_active", "created_at", "last_login")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
