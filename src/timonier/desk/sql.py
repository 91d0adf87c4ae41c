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
