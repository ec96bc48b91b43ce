//! Where rows are written: the live tables, a scratch schema, or another build's table.

use sqlx::PgConnection;

use crate::projector::{ProjectionError, Projector};

/// The schema of the live read models.
pub const LIVE: &str = "public";

/// A set of tables: a schema, and perhaps another table in it than the projector's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    schema: String,
    table: Option<String>,
}

impl Target {
    /// The live tables, each projector's own.
    pub fn live() -> Self {
        Self::schema(LIVE)
    }

    /// The tables of another schema: a scratch place for comparing and for looking back in time.
    pub fn schema(name: impl Into<String>) -> Self {
        Self { schema: name.into(), table: None }
    }

    /// This table in the same schema, whatever the projector's own is.
    #[must_use]
    pub fn with_table(self, table: impl Into<String>) -> Self {
        Self { table: Some(table.into()), ..self }
    }

    /// The qualified and quoted name of the projector's table.
    pub fn table(&self, projector: &dyn Projector) -> String {
        self.named(&self.table.clone().unwrap_or_else(|| projector.table()))
    }

    /// The qualified and quoted name of the projector's view.
    pub fn view(&self, projector: &dyn Projector) -> String {
        self.named(projector.name())
    }

    /// The qualified and quoted name of a table of this name.
    pub fn named(&self, name: &str) -> String {
        format!("{}.{}", quoted(&self.schema), quoted(name))
    }
}

/// Makes the schema and its tables, in the shape of the live ones, where they do not exist yet. Outside the live
/// schema it also makes the views, so that queries work with the schema in their `search_path`.
pub async fn create(
    conn: &mut PgConnection,
    target: &Target,
    projectors: &[&dyn Projector],
) -> Result<(), ProjectionError> {
    if target.schema != LIVE {
        execute(conn, &target.schema, &format!("CREATE SCHEMA IF NOT EXISTS {}", quoted(&target.schema)))
            .await?;
    }
    for &projector in projectors {
        let (table, model) = (target.table(projector), Target::live().table(projector));
        let sql = format!("CREATE TABLE IF NOT EXISTS {table} (LIKE {model} INCLUDING ALL)");
        execute(conn, &table, &sql).await?;
        if target.schema != LIVE {
            switch_view(conn, target, projector).await?;
        }
    }
    Ok(())
}

/// Lets the view of the target's schema show the target's table. Columns may only have been added, at the end: people
/// ask the views too, and a view that lost one would have to be dropped with their grants.
pub async fn switch_view(
    conn: &mut PgConnection,
    target: &Target,
    projector: &dyn Projector,
) -> Result<(), ProjectionError> {
    let (view, table) = (target.view(projector), target.table(projector));
    execute(conn, &view, &format!("CREATE OR REPLACE VIEW {view} AS SELECT * FROM {table}")).await
}

/// Copies the projector's rows into a table of the other target, which is made for it; how many there are.
///
/// # Errors
/// When the database does not answer, or there is such a table.
pub async fn copy_rows(
    conn: &mut PgConnection,
    from: &Target,
    to: &Target,
    projector: &dyn Projector,
) -> Result<u64, sqlx::Error> {
    let (copy, rows) = (to.table(projector), from.table(projector));
    let sql = format!("CREATE UNLOGGED TABLE {copy} AS SELECT * FROM {rows}");
    Ok(sqlx::query(&sql).execute(conn).await?.rows_affected())
}

/// Drops a table, given as [`Target`] names it, if it is there.
///
/// # Errors
/// When the database does not answer.
pub async fn drop_table(conn: &mut PgConnection, table: &str) -> Result<(), sqlx::Error> {
    sqlx::query(&format!("DROP TABLE IF EXISTS {table}")).execute(conn).await.map(drop)
}

/// Drops a schema and all that is in it, if it is there.
///
/// # Errors
/// When the database does not answer.
pub async fn drop_schema(conn: &mut PgConnection, schema: &str) -> Result<(), sqlx::Error> {
    let sql = format!("DROP SCHEMA IF EXISTS {} CASCADE", quoted(schema));
    sqlx::query(&sql).execute(conn).await.map(drop)
}

async fn execute(conn: &mut PgConnection, table: &str, sql: &str) -> Result<(), ProjectionError> {
    let done = sqlx::query(sql).execute(conn).await;
    done.map(drop).map_err(|source| ProjectionError::Prepare { table: table.to_owned(), source })
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::Target;
    use crate::posts::Posts;

    #[test]
    fn names_tables_by_schema_and_shape() {
        assert_eq!(Target::live().table(&Posts), r#""public"."posts_v1""#);
        assert_eq!(Target::live().with_table("posts_v1_b7").table(&Posts), r#""public"."posts_v1_b7""#);
        assert_eq!(Target::schema(r#"a"b"#).view(&Posts), r#""a""b"."posts""#);
    }
}
