//! Where rows are written: the live tables, a scratch schema, or the next version's tables.

use sqlx::PgConnection;

use crate::projector::{ProjectionError, Projector};

/// The schema of the live read models.
pub const LIVE: &str = "public";

/// A set of tables: a schema, and a version of the tables in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    schema: String,
    version: Option<u32>,
}

impl Target {
    /// The live tables, each with its projector's own version.
    pub fn live() -> Self {
        Self::schema(LIVE)
    }

    /// The tables of another schema: a scratch place for comparing and for looking back in time.
    pub fn schema(name: impl Into<String>) -> Self {
        Self { schema: name.into(), version: None }
    }

    /// The same schema with tables of this version, whatever the projector's own is.
    #[must_use]
    pub fn version(self, version: u32) -> Self {
        Self { version: Some(version), ..self }
    }

    /// The qualified and quoted name of the projector's table.
    pub fn table(&self, projector: &dyn Projector) -> String {
        let version = self.version.unwrap_or_else(|| projector.version());
        self.qualified(&format!("{}_v{version}", projector.name()))
    }

    /// The qualified and quoted name of the projector's view.
    pub fn view(&self, projector: &dyn Projector) -> String {
        self.qualified(projector.name())
    }

    fn qualified(&self, name: &str) -> String {
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

/// Lets the view of the target's schema show the target's table. Columns may only have been added, at the end:
/// other changes of shape need a migration that replaces the view.
pub async fn switch_view(
    conn: &mut PgConnection,
    target: &Target,
    projector: &dyn Projector,
) -> Result<(), ProjectionError> {
    let (view, table) = (target.view(projector), target.table(projector));
    execute(conn, &view, &format!("CREATE OR REPLACE VIEW {view} AS SELECT * FROM {table}")).await
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
    fn names_tables_by_schema_and_version() {
        assert_eq!(Target::live().table(&Posts), r#""public"."posts_v1""#);
        assert_eq!(Target::live().version(7).table(&Posts), r#""public"."posts_v7""#);
        assert_eq!(Target::schema(r#"a"b"#).view(&Posts), r#""a""b"."posts""#);
    }
}
