CREATE OR REPLACE FUNCTION bookings_rooms_keep_to_plan() RETURNS trigger LANGUAGE plpgsql AS $$
-- Whether the business's plan has room for one more room in use: active, hidden from customers, or one
-- that opens by its own plan (so that nothing has to be refused in the night when it does). Where a smaller plan
-- is to begin, what opens has to fit that one already: it was planned with what was in use then.
DECLARE
    held record;
    most integer;
BEGIN
    SELECT plan.rooms AS now, coming.rooms AS later INTO held
      FROM public.tenants_business business
      JOIN public.billing_businessplan standing ON standing.business_id = business.id
      JOIN public.billing_plan plan ON plan.id = standing.plan_id
      LEFT JOIN public.billing_planprice price ON price.id = standing.next_price_id
      LEFT JOIN public.billing_plan coming ON coming.id = price.plan_id
     WHERE business.schema_name = TG_TABLE_SCHEMA;
    -- Of two the smaller one; NULL, where there is no limit, is passed over.
    most := least(held.now, held.later);
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
            ERRCODE = 'check_violation',
            CONSTRAINT = CASE WHEN most IS DISTINCT FROM held.now THEN 'plan_rooms_to_come' ELSE 'plan_rooms' END,
            DETAIL = json_build_object('most', most)::text;
    END IF;
    RETURN NULL;
END
$$
