"""The component gallery's address, in development and tests only."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path


def gallery_urlpatterns() -> list[URLPattern | URLResolver]:
    """Where the gallery is, or nothing."""
    if settings.DEBUG or settings.BOOM_GALLERY:
        return [path("_ui/", include((_patterns(), "gallery")))]
    return []


def _patterns() -> list[URLPattern]:
    # Made-up data has no business in a production process.
    from boom.gallery import views

    return [
        path("", views.components, name="components"),
        path("public/", views.public_page, name="public"),
        path("details/", views.details_page, name="details"),
        path("theme.css", views.theme, name="theme"),
        path("board/", views.board_page, name="board"),
        path("board/rows/", views.board_rows, name="rows"),
        path("board/changes/", views.board_changes, name="changes"),
        path("board/new/", views.board_new, name="new"),
        path("board/undo/", views.board_undo, name="undo"),
        path("board/<int:booking_id>/", views.board_booking, name="booking"),
        path("board/<int:booking_id>/move/", views.board_move, name="move"),
        path("board/<int:booking_id>/check-in/", views.board_check_in, name="check-in"),
    ]
