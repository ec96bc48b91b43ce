//! The limit: pgbench inserts the same row, one prepared single-row statement and one commit each.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, ensure};
use harness::TestDatabase;
use tempfile::NamedTempFile;
use tokio::process::Command;

use super::{RowSize, database, json_of};
use crate::stage::Stage;

/// pgbench with its script, on a database of its own.
pub(crate) struct Pgbench {
    program: PathBuf,
    script: NamedTempFile,
    database: TestDatabase,
}

impl Pgbench {
    /// Makes the table and the script.
    pub(crate) async fn prepare(stage: &Stage, row: RowSize) -> anyhow::Result<Self> {
        let version = stage.shown("server_version").await?;
        let script = NamedTempFile::new().context("make a file for pgbench's script")?;
        std::fs::write(&script, insert(row)).context("write pgbench's script")?;
        Ok(Self { program: program(&version), script, database: database(stage).await? })
    }

    /// Rows per second with so many clients.
    pub(crate) async fn rate(&self, clients: u32, lasting: Duration) -> anyhow::Result<f64> {
        let number = |number: u64| number.to_string();
        let output = Command::new(&self.program)
            .args(["--no-vacuum", "--protocol", "prepared", "--file"])
            .arg(self.script.path())
            .args(["--client", &number(clients.into()), "--jobs", &number(clients.min(2).into())])
            .args(["--time", &number(lasting.as_secs().max(1)), self.address()])
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output()
            .await
            .context("run pgbench (it comes with PostgreSQL)")?;
        let told = String::from_utf8_lossy(&output.stdout);
        ensure!(output.status.success(), "pgbench: {told}{}", String::from_utf8_lossy(&output.stderr));
        let rate = told.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next());
        rate.context("pgbench did not tell a rate")?.parse().context("read pgbench's rate")
    }

    /// The database's address without what only our driver understands.
    fn address(&self) -> &str {
        self.database.url.split('?').next().unwrap_or_default()
    }
}

/// A new aggregate every time: whatever order rows come in, no two are the same.
fn insert(row: RowSize) -> String {
    format!(
        "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata) \
         VALUES ('suggestion', gen_random_uuid()::text, 1, 'VariantEdited', '1.0', '{}', '{}');\n",
        json_of(row.payload),
        json_of(row.metadata)
    )
}

/// Debian keeps it beside the server; elsewhere it is on the PATH.
fn program(server_version: &str) -> PathBuf {
    let major = server_version.split('.').next().unwrap_or_default();
    let beside = Path::new("/usr/lib/postgresql").join(major).join("bin/pgbench");
    if beside.is_file() { beside } else { PathBuf::from("pgbench") }
}
