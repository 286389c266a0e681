"""What staff change on the dashboard, and which endpoint of the API does the same; where none does, why not.

A page that changes something needs a row in DONE_BY or a name in BY_HAND.
"""

from __future__ import annotations

B, R, V, W, P = (
    "/bookings/{booking_id}",
    "/rooms/{room_id}",
    "/venues/{venue}",
    "/waitlist/{entry_id}",
    "POST ",
)
HOOK, RULE, LIST = "/webhooks/{endpoint_id}", "/price-rules/{kind}", "/price-lists"

DONE_BY: dict[str, tuple[str, ...]] = {
    "dashboard:new-booking": ("POST /bookings", "POST /series"),
    "dashboard:new-booking-rooms": ("POST /groups",),
    "dashboard:new-group": ("POST /groups",),
    "dashboard:walk-in": ("POST /walk-ins",),
    "dashboard:booking-edit": (f"PATCH {B}",),
    "dashboard:booking-price": (f"PATCH {B}",),
    "dashboard:booking-move": (f"{P}{B}/move",),
    "dashboard:booking-change-room": (f"{P}{B}/move",),
    "dashboard:booking-swap": (f"{P}{B}/swap",),
    "dashboard:booking-find-room": (f"{P}{B}/find-room",),
    "dashboard:booking-extend": (f"{P}{B}/extend",),
    "dashboard:booking-cancel": (f"{P}{B}/cancel", f"DELETE {B}"),
    "dashboard:booking-undo": (f"{P}{B}/undo",),
    "dashboard:booking-confirm": (f"{P}{B}/confirm",),
    "dashboard:booking-decline": (f"{P}{B}/decline",),
    "dashboard:booking-restore": (f"{P}{B}/restore",),
    "dashboard:booking-check-in": (f"{P}{B}/check-in",),
    "dashboard:booking-check-out": (f"{P}{B}/check-out",),
    "dashboard:booking-no-show": (f"{P}{B}/no-show",),
    "dashboard:booking-waive-fee": (f"{P}{B}/waive-fee",),
    "dashboard:group-move": (f"{P}{B}/group/move",),
    "dashboard:group-cancel": (f"{P}{B}/group/cancel",),
    "dashboard:new-block": ("POST /blocks", "POST /series/blocks"),
    "dashboard:booking-release": ("DELETE /blocks/{block_id}",),
    "dashboard:series-change": ("POST /series/{series_id}/change",),
    "dashboard:series-end": ("POST /series/{series_id}/end",),
    "dashboard:series-settle": ("POST /series/{series_id}/settle",),
    "dashboard:waitlist-new": ("POST /waitlist",),
    "dashboard:waitlist-change": (f"PUT {W}",),
    "dashboard:waitlist-move": (f"{P}{W}/move",),
    "dashboard:waitlist-offer": (f"{P}{W}/offer",),
    "dashboard:waitlist-withdraw": (f"{P}{W}/withdraw",),
    "dashboard:waitlist-remove": (f"DELETE {W}",),
    "dashboard:waitlist-put-back": (f"{P}{W}/put-back",),
    "dashboard:customer-new": ("POST /customers",),
    "dashboard:customer-edit": ("PATCH /customers/{customer_id}",),
    "dashboard:customer-merge": ("POST /customers/{customer_id}/merge",),
    "dashboard:customer-ban": ("POST /bans",),
    "dashboard:bans": ("POST /bans",),
    "dashboard:ban-lift": ("POST /bans/{ban_id}/lift",),
    "dashboard:ban-restore": ("POST /bans/{ban_id}/restore",),
    "dashboard:room-new": ("POST /rooms",),
    "dashboard:rooms-add": ("POST /rooms",),
    "dashboard:room": (f"PATCH {R}",),
    "dashboard:room-hours": (f"PUT {V}/hours",),
    "dashboard:hours": (f"PUT {V}/hours",),
    "dashboard:special-day-add": (f"{P}{V}/special-days",),
    "dashboard:special-day-remove": ("DELETE /special-days/{special_day_id}",),
    "dashboard:closing": (f"{P}{V}/closings", f"{P}{V}/closings/preview"),
    "dashboard:venue-details": (f"PATCH {V}",),
    "dashboard:prices-rounding": (f"PUT {V}/rounding",),
    "dashboard:price-list-new": (f"{P}{LIST}",),
    "dashboard:price-list-publish": (f"{P}{LIST}/{{list_id}}/publish",),
    "dashboard:rate-new": (f"{P}{LIST}/{{list_id}}/rates",),
    "dashboard:rate": ("PATCH /rates/{rate_id}",),
    "dashboard:rate-act": ("DELETE /rates/{rate_id}", "POST /rates/{rate_id}/move"),
    "dashboard:price-rule-new": (f"{P}{RULE}",),
    "dashboard:price-rule": (f"PATCH {RULE}/{{rule_id}}",),
    "dashboard:price-rule-act": (
        f"DELETE {RULE}/{{rule_id}}",
        f"{P}{RULE}/{{rule_id}}/restore",
        f"{P}{RULE}/{{rule_id}}/move",
    ),
    "dashboard:voucher-new": ("POST /vouchers",),
    "dashboard:voucher-end": ("POST /vouchers/{voucher_id}/end", "POST /vouchers/{voucher_id}/restore"),
    "dashboard:holiday-add": ("POST /holidays",),
    "dashboard:holiday-remove": ("DELETE /holidays/{holiday_id}",),
    "dashboard:field-new": ("POST /questions",),
    "dashboard:field": ("PATCH /questions/{field_id}",),
    "dashboard:field-act": ("DELETE /questions/{field_id}", "POST /questions/{field_id}/restore"),
    "dashboard:plan-subscribe": ("POST /billing/upgrade",),
    "dashboard:plan-change": ("POST /billing/upgrade",),
    "payments:take": ("POST /payments",),
    "payments:give-back": (f"{P}{B}/refunds",),
    "messages:broadcasts": ("POST /broadcasts", "POST /broadcasts/preview"),
    "notifications:resend": ("POST /messages/{letter_id}/resend",),
    "integrations:webhook-new": ("POST /webhooks",),
    "integrations:webhook": (f"PATCH {HOOK}",),
    "integrations:webhook-remove": (f"DELETE {HOOK}",),
    "integrations:webhook-secret": (f"{P}{HOOK}/rotate-secret", f"{P}{HOOK}/end-old-secret"),
    "integrations:webhook-switch": (f"{P}{HOOK}/pause", f"{P}{HOOK}/resume"),
    "integrations:webhook-test": (f"{P}{HOOK}/test",),
    "integrations:webhook-replay": (f"{P}{HOOK}/deliveries/{{sent_id}}/replay",),
    "integrations:webhook-replay-failed": (f"{P}{HOOK}/replay-failed",),
    "staff:invite": ("POST /team/invitations",),
    "staff:resend-invitation": ("POST /team/invitations/{invitation_id}/resend",),
    "staff:revoke-invitation": ("DELETE /team/invitations/{invitation_id}",),
    "staff:change-role": ("POST /team/{user_id}/role",),
    "staff:deactivate": ("POST /team/{user_id}/deactivate",),
    "staff:reactivate": ("POST /team/{user_id}/reactivate",),
}

BY_HAND: dict[str, str] = {
    "A credential may not make credentials, nor widen what somebody may do.": """
        integrations:keys integrations:key-revoke integrations:feeds integrations:feed-revoke
        integrations:own-feed staff:role-new staff:role staff:role-remove staff:venues""",
    "Another company asks a person, at its own page, to agree.": """
        integrations:sync-connect integrations:sync-link integrations:sync-leave integrations:sync-read
        integrations:sync-end payments:card-payments-connect dashboard:plan-portal""",
    "It belongs to one person's own screen, or shows its maker something first.": """
        dashboard:look dashboard:tour dashboard:examples-show dashboard:examples-clear messages:look
        audit:look""",
    "It takes back what a page has just done; programs call the opposite, or a booking's own undo.": """
        dashboard:undo dashboard:customer-undo dashboard:unmerge audit:act-undo audit:undo-last""",
    "It does to many at once what has an endpoint each.": """
        dashboard:several dashboard:make-room dashboard:not-the-same""",
    "A person has to look at what was found and decide.": """
        audit:fix dashboard:unplaced-place dashboard:unplaced-keep dashboard:import dashboard:import-start
        dashboard:import-undo integrations:imports dashboard:settings-import payments:dispute-answer
        payments:dispute-give-in dashboard:customer-erase notifications:retry notifications:write-again""",
    "Money or a card in somebody's hand.": """
        payments:till-open payments:till-close payments:charge-card payments:forget-card payments:take-back
        payments:voucher-give-back dashboard:hours-sell dashboard:hours-withdraw
        dashboard:hours-bring-back""",
    "Given to a guest by who speaks with them.": """
        payments:ask-by-link payments:revoke-link payments:invoice dashboard:booking-host
        dashboard:message-answered dashboard:customer-consent""",
    "Set up once, with a look at what it does to the page or the mail.": """
        dashboard:rules dashboard:visits dashboard:waitlist-rules dashboard:confirmation
        dashboard:consent-texts dashboard:terms-new dashboard:terms-one dashboard:terms-act
        dashboard:private-links dashboard:private-link-end dashboard:displays dashboard:display-revoke
        dashboard:kiosk-new dashboard:kiosk-end
        dashboard:venues dashboard:source-colours dashboard:room-parts dashboard:room-plan
        dashboard:room-move dashboard:feature-new dashboard:feature-presets dashboard:feature
        dashboard:category-new dashboard:category dashboard:field-builtin dashboard:holidays
        dashboard:photo-add dashboard:photo-change messages:text messages:times messages:lift
        messages:sender payments:settings payments:voucher-shop integrations:external
        integrations:external-read integrations:external-remove integrations:measuring
        integrations:site-remove integrations:website alerts:chats alerts:chat alerts:chat-trial
        alerts:chat-switch alerts:chat-remove""",
    "Ending or keeping the business's own plan is a person's word.": """
        dashboard:plan-cancel dashboard:plan-keep dashboard:plan-reactivate dashboard:plan-archive""",
    "Not yet: a room's cleaning has no endpoint.": "dashboard:floor-ready dashboard:booking-turnover",
}
