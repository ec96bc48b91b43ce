-- Two numbers for a read model: its shape (which columns its table has, raised in code) and its build (how often it was
-- made). Until now a rebuild counted on from the shape: it took the number, and the name of the table, that the next
-- release's shape would have.

-- `version` stays the key of cursors, parked events and leases: it is the build. Every read model had shape 1 until now.
ALTER TABLE projection_versions ADD COLUMN shape integer NOT NULL DEFAULT 1 CHECK (shape > 0);
ALTER TABLE projection_versions ALTER COLUMN shape DROP DEFAULT;

COMMENT ON TABLE projection_versions IS 'The builds of each read model; one without a row here has build 1, in the shape that the program names';
COMMENT ON COLUMN projection_versions.version IS 'The build, counted on by rebuilds and by raised shapes; never given twice. Cursors are kept under it';
COMMENT ON COLUMN projection_versions.shape IS 'Which columns its table has: the number that the program of its release names';
COMMENT ON COLUMN projection_versions.tables IS 'Its table: `<name>_v<shape>` of a migration, or `<name>_v<shape>_b<build>` of a rebuild; none once it was dropped';

-- Tables of earlier rebuilds make room for those of coming shapes. Views and rows stay as they are; indexes are renamed
-- too, because a migration may name one.
DO $$
DECLARE
    rebuilt record;
    index_name text;
BEGIN
    FOR rebuilt IN
        SELECT name, version, format('%s_v%s', name, version) AS before, format('%s_v1_b%s', name, version) AS after
          FROM projection_versions WHERE version > 1
    LOOP
        UPDATE projection_versions SET tables = array_replace(tables, rebuilt.before, rebuilt.after)
         WHERE name = rebuilt.name AND version = rebuilt.version;
        CONTINUE WHEN to_regclass(quote_ident(rebuilt.before)) IS NULL;
        FOR index_name IN
            SELECT i.indexrelid::regclass::text FROM pg_index i
             WHERE i.indrelid = to_regclass(quote_ident(rebuilt.before))
               AND starts_with(i.indexrelid::regclass::text, rebuilt.before || '_')
        LOOP
            EXECUTE format('ALTER INDEX %I RENAME TO %I',
                           index_name, rebuilt.after || substr(index_name, length(rebuilt.before) + 1));
        END LOOP;
        EXECUTE format('ALTER TABLE %I RENAME TO %I',
                       rebuilt.before, rebuilt.after);
    END LOOP;
END
$$;

-- For a migration that raises a read model's shape and has made its table `<name>_v<shape>`: registers it as the next
-- build. People go on to see the former shape until `memebot rebuild` has filled this one. Where the read model never
-- ran nothing is to be filled: its view shows the new table at once.
CREATE FUNCTION register_shape(read_model text, new_shape integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM projection_versions WHERE name = read_model) THEN
        IF NOT EXISTS (SELECT FROM consumer_cursors WHERE consumer = read_model) THEN
            EXECUTE format('CREATE OR REPLACE VIEW %I AS SELECT * FROM %I',
                           read_model, format('%s_v%s', read_model, new_shape));
            RETURN;
        END IF;
        INSERT INTO projection_versions (name, version, shape, state, tables)
        VALUES (read_model, 1, new_shape - 1, 'live', ARRAY[format('%s_v%s', read_model, new_shape - 1)]);
    END IF;
    INSERT INTO projection_versions (name, version, shape, state, tables)
    SELECT read_model, max(version) + 1, new_shape, 'building', ARRAY[format('%s_v%s', read_model, new_shape)]
      FROM projection_versions WHERE name = read_model;
END
$$;
COMMENT ON FUNCTION register_shape IS 'Registers the table `<read model>_v<shape>`, which a migration has made, as the read model''s next build';
