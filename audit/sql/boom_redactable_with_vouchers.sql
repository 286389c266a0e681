-- What can be blanked on the record: the personal columns of the tables that have any, and tables of which only from
-- where a customer did something is forgotten. Tests hold it to what the apps say (bookings.personal).
CREATE OR REPLACE FUNCTION public.boom_redactable() RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path TO pg_catalog, pg_temp AS $$ SELECT '{
    "audit_finding": ["words"],
    "bookings_ban": ["email", "phone", "reason"],
    "bookings_bookedaddon": [],
    "bookings_consent": [],
    "bookings_customer": ["contact_by", "email", "legacy_id", "locale", "name", "notes", "phone", "price_class", "search_words", "tags", "wishes"],
    "bookings_customerlink": [],
    "bookings_doorcode": [],
    "bookings_guestmessage": ["words"],
    "bookings_hourpack": ["name", "note"],
    "bookings_importline": ["after", "before", "name", "problems"],
    "bookings_managelink": [],
    "bookings_occupancy": ["answers", "came_from", "cancellation_reason", "guest_name", "late_note", "legacy_id", "note", "override_reason", "price_terms", "quote", "staff_note"],
    "bookings_packuse": [],
    "bookings_promouse": [],
    "bookings_rating": ["words"],
    "bookings_series": ["guest_name", "note", "staff_note"],
    "bookings_voucheruse": [],
    "bookings_waitlistentry": ["email", "name", "note", "phone"],
    "bookings_waitlistoffer": [],
    "notifications_message": ["last_error", "subject", "to_address"],
    "payments_dispute": ["evidence"],
    "payments_document": ["buyer"],
    "payments_keptcard": ["brand", "expires", "last_four"],
    "payments_payment": ["note", "reversed_because"],
    "payments_paymentlink": ["email", "name", "words"],
    "payments_refund": ["reason"],
    "payments_vouchersale": ["buyer_email", "buyer_name", "for_email", "for_name", "message"]
}'::jsonb $$
