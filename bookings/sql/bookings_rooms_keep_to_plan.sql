CREATE FUNCTION bookings_rooms_keep_to_plan() RETURNS trigger LANGUAGE plpgsql AS $$
-- Whether the business's plan has room for one more room in use: active, hidden from customers, or one
-- that opens by its own plan (so that nothing has to be refused in the night when it does).
DECLARE
    most integer;
BEGIN
    SELECT plan.rooms INTO most
      FROM public.tenants_business business
      JOIN public.billing_businessplan standing ON standing.business_id = business.id
      JOIN public.billing_plan plan ON plan.id = standing.plan_id
     WHERE business.schema_name = TG_TABLE_SCHEMA;
    IF most IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('plan rooms:' || TG_TABLE_SCHEMA, 0));
    IF most < (
        SELECT count(*) FROM bookings_room
         WHERE state IN ('active', 'hidden')
            OR (state IN ('draft', 'archived') AND (planned @> '[{"state": "active"}]'
                                     OR planned @> '[{"state": "hidden", "ends_on": null}]'))
    ) THEN
        RAISE EXCEPTION 'the plan has % rooms', most USING
            ERRCODE = 'check_violation', CONSTRAINT = 'plan_rooms',
            DETAIL = json_build_object('most', most)::text;
    END IF;
    RETURN NULL;
END
$$
