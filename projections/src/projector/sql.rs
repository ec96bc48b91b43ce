//! The statements over a read model's table, whose name and columns are known only when the program runs.

use std::fmt::Display;

/// The rows in which these columns have one of the values of the parameter's rows. The offset makes it a look-up for
/// each value: a join planned while the table was small would read all of it for ever.
///
/// As text, so that a row is parsed straight into its type, without a JSON value between.
pub(super) fn load(table: &str, columns: &[&str]) -> String {
    let of = |row: &str| list(columns.iter().map(|column| format!("{row}.{column}")));
    format!(
        "SELECT to_jsonb(t)::text
           FROM (SELECT DISTINCT {} FROM jsonb_populate_recordset(NULL::{table}, $1)) k
          CROSS JOIN LATERAL (SELECT * FROM {table} r WHERE ({}) = ({}) OFFSET 0) t",
        list(columns),
        of("r"),
        of("k")
    )
}

/// Whether the table has no row at all.
pub(super) fn is_empty(table: &str) -> String {
    format!("SELECT NOT EXISTS (SELECT FROM {table})")
}

/// Writes the parameter's rows, whether they exist or not.
pub(super) fn upsert(table: &str, key: &[&str], columns: &[&str]) -> String {
    let all = list(columns);
    format!(
        "INSERT INTO {table} ({all}) SELECT {all} FROM jsonb_populate_recordset(NULL::{table}, $1) {}",
        or_update(key, columns)
    )
}

/// The same from one array of texts per column, each given with its type.
pub(super) fn upsert_arrays(table: &str, key: &[&str], columns: &[(&str, &str)]) -> String {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let casts = list(columns.iter().map(|(name, sql)| format!("s.{name}::{sql}")));
    let arrays = list((1..=columns.len()).map(|at| format!("${at}::text[]")));
    let (all, or_update) = (list(&names), or_update(key, &names));
    format!("INSERT INTO {table} ({all}) SELECT {casts} FROM unnest({arrays}) AS s ({all}) {or_update}")
}

/// Takes new rows as lines of text.
pub(super) fn copy(table: &str, columns: &[&str]) -> String {
    format!("COPY {table} ({}) FROM STDIN", list(columns))
}

/// Removes the rows that have the keys of the parameter's rows.
pub(super) fn delete(table: &str, key: &[&str]) -> String {
    let key = list(key);
    format!(
        "DELETE FROM {table} t WHERE ({key}) IN (SELECT {key} FROM jsonb_populate_recordset(NULL::{table}, $1))"
    )
}

/// How many rows of two tables differ, and the first of them, as both have it.
pub(crate) fn differences(first: &str, second: &str, key: &[&str], limit: usize) -> String {
    let key = list(key);
    format!(
        "SELECT count(*) OVER (), to_jsonb(a), to_jsonb(b) FROM {first} a FULL JOIN {second} b USING ({key})
         WHERE to_jsonb(a) IS DISTINCT FROM to_jsonb(b) ORDER BY {key} LIMIT {limit}"
    )
}

/// What follows an INSERT so that a row that exists is replaced.
fn or_update(key: &[&str], columns: &[&str]) -> String {
    let set = list(columns.iter().map(|column| format!("{column} = EXCLUDED.{column}")));
    format!("ON CONFLICT ({}) DO UPDATE SET {set}", list(key))
}

fn list(parts: impl IntoIterator<Item = impl Display>) -> String {
    parts.into_iter().map(|part| part.to_string()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{delete, differences, is_empty, load, upsert, upsert_arrays};
    use crate::registry;
    use crate::target::Target;
    use crate::testing::database;

    const COLUMNS: &str = "
SELECT attname::text, format_type(atttypid, atttypmod) FROM pg_attribute
 WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''";

    #[tokio::test]
    async fn they_fit_the_table_of_every_read_model() {
        let (database, mut statements) = (database().await, Vec::new());
        for projector in registry::all() {
            let (table, key) = (Target::live().table(&*projector), projector.key_columns());
            let typed: Vec<(String, String)> =
                sqlx::query_as(COLUMNS).bind(&table).fetch_all(&database.pool).await.unwrap();
            let typed: Vec<(&str, &str)> = typed.iter().map(|(name, sql)| (&**name, &**sql)).collect();
            let names: Vec<&str> = typed.iter().map(|(name, _)| *name).collect();
            statements.extend([
                load(&table, key),
                is_empty(&table),
                upsert(&table, key, &names),
                upsert_arrays(&table, key, &typed),
                delete(&table, key),
                differences(&table, &table, key, 1),
            ]);
        }
        let named: Vec<_> = statements.iter().map(|sql| (&**sql, &**sql)).collect();
        harness::prepare(&named).await;
    }
}
