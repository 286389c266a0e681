CREATE FUNCTION public.ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$
-- Asked of every entry and line when its transaction commits, in the schema of the row, whoever wrote it.
DECLARE
    entry bigint := coalesce(to_jsonb(NEW) ->> 'entry_id', to_jsonb(NEW) ->> 'id')::bigint;
    lines bigint;
    unbalanced bigint;
    is_of_now boolean;
BEGIN
    EXECUTE format(
        'SELECT coalesce(sum(lines), 0), count(*) FILTER (WHERE total <> 0)
           FROM (SELECT count(*) AS lines, sum(line.amount_minor) AS total
                   FROM %1$I.ledger_entryline line JOIN %1$I.ledger_account account ON account.id = line.account_id
                  WHERE line.entry_id = $1 GROUP BY account.currency) AS sums', TG_TABLE_SCHEMA)
    INTO lines, unbalanced USING entry;
    IF lines < 2 OR unbalanced > 0 THEN
        RAISE EXCEPTION 'entry % does not balance', entry
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_balances';
    END IF;
    IF TG_TABLE_NAME = 'ledger_entryline' THEN
        -- Nothing is added to an entry later on, not even what balances.
        EXECUTE format('SELECT transaction_id = pg_current_xact_id() FROM %I.ledger_entry WHERE id = $1',
                       TG_TABLE_SCHEMA)
        INTO is_of_now USING entry;
        IF NOT is_of_now THEN
            RAISE EXCEPTION 'entry % is closed', entry
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_closed';
        END IF;
    END IF;
    RETURN NULL;
END
$$
