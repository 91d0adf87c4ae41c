-- The journal: appended to, never changed. Instants are microseconds since 1970 UTC.

CREATE FUNCTION journal_clock() RETURNS timestamptz
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$ SELECT clock_timestamp() $$;

CREATE SEQUENCE journal_seq AS bigint;

CREATE TABLE journal_event (
    contract_id smallint NOT NULL,
    seq bigint NOT NULL,
    xid xid8 NOT NULL,
    occurred_at bigint NOT NULL,
    known_at bigint,
    recorded_at bigint NOT NULL,
    version smallint NOT NULL,
    stream text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL,
    via text COLLATE "C" NOT NULL,
    payload bytea NOT NULL,
    digest bytea NOT NULL,
    -- The header of the digest is lines: no field of it may hold a line end.
    CONSTRAINT journal_event_lines CHECK (strpos(stream || kind || actor || via, E'\n') = 0),
    PRIMARY KEY (contract_id, seq)
) PARTITION BY LIST (contract_id);
CREATE INDEX journal_event_stream ON journal_event (contract_id, stream, seq);
CREATE INDEX journal_event_xid ON journal_event (contract_id, xid);

CREATE FUNCTION journal_stamp() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp
AS $$
BEGIN
    -- Order, transaction, clock and digest are the database's own, whatever the writer claims.
    NEW.seq := nextval('journal_seq');
    NEW.xid := pg_current_xact_id();
    NEW.recorded_at := (extract(epoch FROM journal_clock()) * 1000000)::bigint;
    NEW.digest := sha256(convert_to(
        'timonier-event-1' || E'\n' || NEW.stream || E'\n' || NEW.kind || E'\n' || NEW.version || E'\n'
        || NEW.occurred_at || E'\n' || coalesce(NEW.known_at::text, '') || E'\n' || NEW.recorded_at || E'\n'
        || NEW.actor || E'\n' || NEW.via || E'\n', 'UTF8') || NEW.payload);
    RETURN NEW;
END
$$;
CREATE TRIGGER journal_event_stamp BEFORE INSERT ON journal_event FOR EACH ROW EXECUTE FUNCTION journal_stamp();

CREATE FUNCTION journal_refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % refused on %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER journal_event_kept BEFORE UPDATE OR DELETE ON journal_event
    FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_event_whole BEFORE TRUNCATE ON journal_event
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();

-- Identity of an event: sha256 of its stream, a line end, and the sha256 of its payload.
CREATE TABLE journal_key (
    contract_id smallint NOT NULL,
    key bytea NOT NULL,
    PRIMARY KEY (contract_id, key)
);

-- Streams with news. Rows are only added and taken away: two writers of one stream never wait for each other.
CREATE TABLE journal_dirty (
    contract_id smallint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    stream text COLLATE "C" NOT NULL,
    PRIMARY KEY (contract_id, id)
);

-- The public position of a sealed event. The blocks prove it; this table finds it.
CREATE TABLE journal_position (
    contract_id smallint NOT NULL,
    seq bigint NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (contract_id, seq)
);

CREATE TABLE journal_block (
    contract_id smallint NOT NULL,
    number integer NOT NULL,
    first_position bigint NOT NULL,
    size integer NOT NULL,
    sealed_at bigint NOT NULL,
    previous bytea NOT NULL,
    digests bytea NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (contract_id, number)
);

CREATE TABLE journal_head (
    contract_id smallint PRIMARY KEY,
    position bigint NOT NULL DEFAULT 0,
    block integer NOT NULL DEFAULT 0,
    hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
    sealed_at bigint NOT NULL DEFAULT 0,
    -- Everything of an older transaction is sealed. Transport between two seals, never evidence.
    horizon xid8 NOT NULL DEFAULT '0'
);

CREATE FUNCTION journal_protect(tables text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp
AS $$
DECLARE
    one text;
BEGIN
    FOREACH one IN ARRAY tables LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
        EXECUTE format('CREATE POLICY tenant ON %I USING (@{condition}) WITH CHECK (@{condition})', one);
        EXECUTE format('GRANT SELECT ON %I TO @{app}, @{keeper}', one);
    END LOOP;
END
$$;
SELECT journal_protect(ARRAY['journal_event', 'journal_key', 'journal_dirty', 'journal_position',
    'journal_block', 'journal_head']);
GRANT INSERT ON journal_event, journal_key, journal_dirty TO @{app}, @{keeper};
GRANT UPDATE, DELETE ON journal_dirty TO @{app}, @{keeper};
GRANT USAGE ON SEQUENCE journal_seq TO @{app}, @{keeper};

-- A contract's own partition and head; called by the owner when the contract is registered.
CREATE FUNCTION journal_open(contract smallint) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp
AS $$
DECLARE
    part text := 'journal_event_' || contract;
BEGIN
    EXECUTE format('CREATE TABLE %I PARTITION OF journal_event FOR VALUES IN (%s)', part, contract);
    PERFORM journal_protect(ARRAY[part]);
    EXECUTE format('CREATE TRIGGER journal_event_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT'
        ' EXECUTE FUNCTION journal_refuse()', part);
    INSERT INTO journal_head (contract_id) VALUES (contract);
END
$$;
REVOKE EXECUTE ON FUNCTION journal_open(smallint), journal_protect(text[]) FROM PUBLIC;

DO $$
DECLARE
    one text;
BEGIN
    FOREACH one IN ARRAY ARRAY['journal_key', 'journal_position', 'journal_block'] LOOP
        EXECUTE format('CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON %I FOR EACH ROW'
            ' EXECUTE FUNCTION journal_refuse()', one);
        EXECUTE format('CREATE TRIGGER whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT'
            ' EXECUTE FUNCTION journal_refuse()', one);
    END LOOP;
END
$$;
