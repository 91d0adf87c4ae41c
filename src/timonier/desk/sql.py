"""SQL of the room that no model can say."""

NUMBERS = """
-- Numbers of tickets: one sequence per contract, so that two openings never wait for each other and no contract shows
-- another's volume. Gaps are allowed: a number whose transaction failed is never given again.
CREATE FUNCTION next_ticket_number(contract smallint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
AS $$
DECLARE
    name text := 'ticket_number_' || contract;
BEGIN
    IF NOT contract = ANY (timonier_scope()) THEN
        RAISE EXCEPTION 'a number of a contract outside the scope was asked for'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF to_regclass(name) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext('next_ticket_number'), contract);
        EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I AS bigint', name);
        EXECUTE format('GRANT SELECT ON SEQUENCE %I TO @{keeper}', name);
    END IF;
    RETURN nextval(name::regclass);
END
$$;
REVOKE EXECUTE ON FUNCTION next_ticket_number(smallint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION next_ticket_number(smallint) TO @{app}, @{keeper};
"""
NO_NUMBERS = "DROP FUNCTION next_ticket_number(smallint)"
OPENINGS = """
-- What an opening needs before its first fact, asked at once: a number that no ticket bears, imported ones included, with
-- the lock of its stream held; the instant of the fact, and that of the last seal. Units: microseconds since 1970 UTC.
CREATE FUNCTION new_ticket(contract smallint, OUT number text, OUT instant bigint, OUT sealed bigint)
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_catalog, pg_temp
AS $$
DECLARE
    counted text;
BEGIN
    LOOP
        counted := next_ticket_number(contract)::text;
        number := 'T-' || lpad(counted, greatest(6, length(counted)), '0');
        PERFORM pg_advisory_xact_lock(contract::int, hashtext('ticket/' || number));
        EXIT WHEN NOT EXISTS (SELECT FROM ticket t WHERE t.contract_id = contract AND t.number = new_ticket.number);
    END LOOP;
    instant := (extract(epoch FROM journal_clock()) * 1000000)::bigint;
    sealed := coalesce((SELECT h.sealed_at FROM journal_head h WHERE h.contract_id = contract), 0);
END
$$;
REVOKE EXECUTE ON FUNCTION new_ticket(smallint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION new_ticket(smallint) TO @{app}, @{keeper};
"""
NO_OPENINGS = "DROP FUNCTION new_ticket(smallint)"
# "@" marks the names of roles in a script, so operators with it have it twice.
SEARCH = """
-- What tickets are found by. Row security lets no index of full text through (its operators may tell what they saw), so
-- the question is asked by one function of the owner, which holds the scope itself and gives keys back, never rows: the
-- reader joins them under his own row security. The owner's policy is for that function alone; FORCE stays on.
CREATE TABLE ticket_search (
    contract_id smallint NOT NULL,
    number text COLLATE "C" NOT NULL,
    opened_at bigint NOT NULL,
    lexemes tsvector NOT NULL,
    PRIMARY KEY (contract_id, number)
);
-- A short list of what waits for the index: reading it costs every search.
CREATE INDEX ticket_search_lexemes ON ticket_search USING gin (lexemes) WITH (gin_pending_list_limit = 256);
CREATE INDEX ticket_search_newest ON ticket_search (opened_at DESC);
CREATE INDEX ticket_search_own ON ticket_search (contract_id, opened_at DESC);
CREATE POLICY door ON ticket_search FOR SELECT TO @{owner} USING (true);

CREATE FUNCTION found_tickets(wanted tsquery, literal tsquery, contracts smallint[], most integer)
RETURNS TABLE (contract_id smallint, number text, is_literal boolean, opened_at bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
    -- What is searched stays in memory, and comparing words is dear: the planner's usual figures say otherwise.
    SET random_page_cost = 1.1 SET cpu_operator_cost = 0.01
AS $$
DECLARE
    place text := CASE WHEN cardinality(contracts) = 1 THEN 's.contract_id = ($3)[1]' ELSE 's.contract_id = ANY ($3)' END;
BEGIN
    IF NOT contracts::int[] <@@ timonier_scope() THEN
        RAISE EXCEPTION 'tickets of a contract outside the scope were searched for'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- EXECUTE plans with the words in sight: rare ones by their index, common ones from the newest down.
    RETURN QUERY EXECUTE
        'SELECT f.contract_id, f.number, bool_or(f.is_literal), max(f.opened_at) FROM ('
        '    (SELECT s.contract_id, s.number, true AS is_literal, s.opened_at FROM ticket_search s'
        '     WHERE ' || place || ' AND s.lexemes @@@@ $2 ORDER BY s.opened_at DESC LIMIT $4)'
        '    UNION ALL'
        '    (SELECT s.contract_id, s.number, false, s.opened_at FROM ticket_search s'
        '     WHERE ' || place || ' AND s.lexemes @@@@ $1 ORDER BY s.opened_at DESC LIMIT $4)) f'
        ' GROUP BY 1, 2 ORDER BY 3 DESC, 4 DESC, 1, 2 LIMIT $4'
        USING wanted, literal, contracts, most;
END
$$;
REVOKE EXECUTE ON FUNCTION found_tickets(tsquery, tsquery, smallint[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION found_tickets(tsquery, tsquery, smallint[], integer) TO @{app}, @{keeper};
"""
SEARCH_ONCE = """
-- The same keys at half the price: where exact words fill the answer, nobody asks for their forms and beginnings.
CREATE OR REPLACE FUNCTION found_tickets(wanted tsquery, literal tsquery, contracts smallint[], most integer)
RETURNS TABLE (contract_id smallint, number text, is_literal boolean, opened_at bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
    SET random_page_cost = 1.1 SET cpu_operator_cost = 0.01
AS $$
DECLARE
    place text := CASE WHEN cardinality(contracts) = 1 THEN 's.contract_id = ($3)[1]' ELSE 's.contract_id = ANY ($3)' END;
    got integer;
BEGIN
    IF NOT contracts::int[] <@@ timonier_scope() THEN
        RAISE EXCEPTION 'tickets of a contract outside the scope were searched for'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- EXECUTE plans with the words in sight: rare ones by their index, common ones from the newest down.
    RETURN QUERY EXECUTE
        'SELECT s.contract_id, s.number, true, s.opened_at FROM ticket_search s'
        ' WHERE ' || place || ' AND s.lexemes @@@@ $2 ORDER BY s.opened_at DESC, 1, 2 LIMIT $4'
        USING wanted, literal, contracts, most;
    GET DIAGNOSTICS got = ROW_COUNT;
    IF got < most THEN
        RETURN QUERY EXECUTE
            'SELECT s.contract_id, s.number, false, s.opened_at FROM ticket_search s'
            ' WHERE ' || place || ' AND s.lexemes @@@@ $1 AND NOT s.lexemes @@@@ $2'
            ' ORDER BY s.opened_at DESC, 1, 2 LIMIT $4'
            USING wanted, literal, contracts, most - got;
    END IF;
END
$$;
"""
NO_SEARCH = """
DROP FUNCTION found_tickets(tsquery, tsquery, smallint[], integer);
DROP POLICY door ON ticket_search;
DROP TABLE ticket_search;
"""
REDRAW = """
-- Every ticket is drawn again by the worker: its words are kept in another way from now on.
DO $$
BEGIN
    PERFORM set_config('timonier.scope', coalesce((SELECT array_agg(id)::text FROM contract), '{}'), true);
    INSERT INTO journal_dirty (contract_id, stream) SELECT contract_id, 'ticket/' || number FROM ticket;
    PERFORM set_config('timonier.scope', '', true);
END
$$;
"""
