"""Addresses below /dashboard/integrations/."""

from django.urls import path

from integrations.views import (
    exports,
    external,
    feeds,
    hub,
    imports,
    keys,
    measuring,
    sync,
    webhooks,
    website,
)

app_name = "integrations"
urlpatterns = [
    path("", hub.hub, name="hub"),
    path("keys/", keys.keys, name="keys"),
    path("keys/<int:key_id>/revoke/", keys.revoke, name="key-revoke"),
    path("calendars/", feeds.feeds, name="feeds"),
    path("calendars/<int:feed_id>/end/", feeds.feed_revoke, name="feed-revoke"),
    path("own-calendar/", feeds.own_feed, name="own-feed"),
    path("other-calendars/", external.calendars, name="external"),
    path("other-calendars/<int:calendar_id>/read/", external.read, name="external-read"),
    path("other-calendars/<int:calendar_id>/remove/", external.remove, name="external-remove"),
    path("import/", imports.imports, name="imports"),
    path("exports/", exports.listed, name="exports"),
    path("exports/<slug:table>.<slug:kind>", exports.file, name="export"),
    path("sync/", sync.sync, name="sync"),
    path("sync/connect/", sync.connect, name="sync-connect"),
    path("sync/connected/", sync.connected, name="sync-connected"),
    path("sync/accounts/<int:account_id>/room/", sync.link, name="sync-link"),
    path("sync/accounts/<int:account_id>/leave/", sync.leave, name="sync-leave"),
    path("sync/calendars/<int:calendar_id>/read/", sync.read, name="sync-read"),
    path("sync/calendars/<int:calendar_id>/end/", sync.unlink, name="sync-end"),
    path("measuring/", measuring.settings, name="measuring"),
    path("website/", website.website, name="website"),
    path("website/sites/<int:site_id>/remove/", website.site_remove, name="site-remove"),
    path("website/codes/venue.<slug:kind>", website.venue_code, name="venue-code"),
    path("website/codes/room/<int:room_id>.<slug:kind>", website.room_code, name="room-code"),
    path("webhooks/", webhooks.endpoints, name="webhooks"),
    path("webhooks/new/", webhooks.endpoint_new, name="webhook-new"),
    path("webhooks/<int:endpoint_id>/", webhooks.endpoint, name="webhook"),
    path("webhooks/<int:endpoint_id>/secret/", webhooks.secret, name="webhook-secret"),
    path("webhooks/<int:endpoint_id>/switch/", webhooks.switch, name="webhook-switch"),
    path("webhooks/<int:endpoint_id>/test/", webhooks.test, name="webhook-test"),
    path("webhooks/<int:endpoint_id>/remove/", webhooks.remove, name="webhook-remove"),
    path("webhooks/<int:endpoint_id>/replay/", webhooks.replay_failed, name="webhook-replay-failed"),
    path("webhooks/<int:endpoint_id>/sent/<int:sent_id>/", webhooks.delivery, name="webhook-delivery"),
    path("webhooks/<int:endpoint_id>/sent/<int:sent_id>/replay/", webhooks.replay, name="webhook-replay"),
]
