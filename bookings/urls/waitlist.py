"""The waiting list, within the dashboard's names."""

from django.urls import path

from bookings.views import waitlist

waitlist_urlpatterns = [
    path("waitlist/", waitlist.waitlist, name="waitlist"),
    path("waitlist/new/", waitlist.new, name="waitlist-new"),
    path("waitlist/rules/", waitlist.rules, name="waitlist-rules"),
    path("waitlist/<int:entry_id>/", waitlist.entry, name="waitlist-entry"),
    path("waitlist/<int:entry_id>/change/", waitlist.change, name="waitlist-change"),
    path("waitlist/<int:entry_id>/move/", waitlist.move, name="waitlist-move"),
    path("waitlist/<int:entry_id>/offer/", waitlist.offer, name="waitlist-offer"),
    path("waitlist/<int:entry_id>/withdraw/", waitlist.withdraw, name="waitlist-withdraw"),
    path("waitlist/<int:entry_id>/remove/", waitlist.remove, name="waitlist-remove"),
    path("waitlist/<int:entry_id>/put-back/", waitlist.put_back, name="waitlist-put-back"),
]
