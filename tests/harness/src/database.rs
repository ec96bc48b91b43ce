//! A database per test, with a random name, dropped at the end.

use std::path::Path;
use std::str::FromStr;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgConnection, PgPool};
use tokio::process::Command;

use crate::names::{RUN_VARIABLE, given, random_name, set};
use crate::servers::programs;

/// Enough for one test, few enough for many tests at a time.
const CONNECTIONS: u32 = 10;
/// The advisory lock under which one process makes the template and the others wait for it.
const TEMPLATE_LOCK: i64 = 0x6d65_6d65_626f_7401;

/// A database that exists as long as this value. It must be dropped where threads may be started and waited for.
pub struct TestDatabase {
    /// The address, with user and password.
    pub url: String,
    /// Ten connections at most.
    pub pool: PgPool,
    server: PgConnectOptions,
    name: String,
}

impl TestDatabase {
    /// An empty database on the server at `DATABASE_URL`.
    ///
    /// # Panics
    /// When the variable is not set or the server refuses.
    pub async fn create() -> Self {
        sentence(Self::create_on(&given("DATABASE_URL")).await)
    }

    /// A database on the server at `DATABASE_URL` with the schema that the files in `migrations` make. Under
    /// `memebot-servers run` the schema is made once per run and copied from then on.
    ///
    /// # Panics
    /// When the variable is not set, the server refuses or a migration fails.
    pub async fn create_migrated(migrations: &Path) -> Self {
        sentence(Self::create_migrated_on(&given("DATABASE_URL"), migrations).await)
    }

    /// An empty database on the server at this address.
    pub async fn create_on(url: &str) -> Result<Self> {
        Self::copy(PgConnectOptions::from_str(url).context("read the database's address")?, None).await
    }

    /// A database on the server at this address with the schema that the files in `migrations` make.
    pub async fn create_migrated_on(url: &str, migrations: &Path) -> Result<Self> {
        let server = PgConnectOptions::from_str(url).context("read the database's address")?;
        let migrator = Migrator::new(migrations).await.context("read the migrations")?;
        let Some(run) = set(RUN_VARIABLE) else {
            let database = Self::copy(server, None).await?;
            migrator.run(&database.pool).await.context("run the migrations")?;
            return Ok(database);
        };
        let template = template(&server, &migrator, &run).await?;
        Self::copy(server, Some(&template)).await
    }

    /// Writes everything in it to a file, as `pg_dump` does for a backup.
    pub async fn dump(&self, file: &Path) -> Result<()> {
        let mut dump = Command::new(programs::postgres("pg_dump")?);
        run(dump.arg("--no-owner").arg("--file").arg(file).arg("--dbname").arg(plain(&self.url))).await?;
        Ok(())
    }

    /// What `pg_dump` says of its schema: without owners, rights and comments, without what it says of itself, and without
    /// the table that tells which migrations have run.
    pub async fn dump_schema(&self) -> Result<String> {
        let mut dump = Command::new(programs::postgres("pg_dump")?);
        dump.args(["--schema-only", "--no-owner", "--no-privileges", "--no-comments"]);
        let output =
            run(dump.arg("--exclude-table=_sqlx_migrations").arg("--dbname").arg(plain(&self.url))).await?;
        let lines: Vec<&str> = output
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with("--") && !line.starts_with('\\'))
            .collect();
        Ok(lines.join("\n"))
    }

    /// A database on the server at this address with what [`Self::dump`] wrote.
    pub async fn restore_on(url: &str, file: &Path) -> Result<Self> {
        let database = Self::create_on(url).await?;
        let mut restore = Command::new(programs::postgres("psql")?);
        restore.args(["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--file"]).arg(file);
        run(restore.arg("--dbname").arg(plain(&database.url))).await?;
        Ok(database)
    }

    async fn copy(server: PgConnectOptions, template: Option<&str>) -> Result<Self> {
        let name = format!("{}{}", prefix(&set(RUN_VARIABLE).unwrap_or_else(random_name)), random_name());
        let mut connection = connect(&server).await?;
        let of = template.map(|template| format!(" TEMPLATE {template}")).unwrap_or_default();
        execute(&mut connection, &format!("CREATE DATABASE {name}{of}")).await?;
        let options = server.clone().database(&name);
        let url = options.to_url_lossy().to_string();
        let pool = PgPoolOptions::new().max_connections(CONNECTIONS).connect_lazy_with(options);
        Ok(Self { url, pool, server, name })
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        let dropping = std::thread::spawn(move || -> Result<()> {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async { drop_database(&mut connect(&server).await?, &name).await })
        });
        // the server may be down: then a test has stopped it on purpose, and its data goes with it
        dropping.join().ok();
    }
}

/// Drops what is left of a run's databases: its templates, and those of tests that were killed.
pub async fn drop_databases_of(run: &str, url: &str) -> Result<()> {
    let mut connection = connect(&PgConnectOptions::from_str(url)?).await?;
    let names: Vec<String> =
        sqlx::query_scalar("SELECT datname FROM pg_database WHERE starts_with(datname, $1)")
            .bind(prefix(run))
            .fetch_all(&mut connection)
            .await
            .context("list the run's databases")?;
    for name in names {
        drop_database(&mut connection, &name).await?;
    }
    Ok(())
}

/// The address without what only our driver understands.
fn plain(url: &str) -> String {
    let Some((address, parameters)) = url.split_once('?') else { return url.to_owned() };
    let known: Vec<&str> = parameters
        .split('&')
        .filter(|parameter| !parameter.starts_with("statement-cache-capacity"))
        .collect();
    format!("{address}?{}", known.join("&"))
}

/// Runs it to its end; gives what it printed.
async fn run(command: &mut Command) -> Result<String> {
    let output = command.output().await.context("run a program of PostgreSQL")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn prefix(run: &str) -> String {
    format!("memebot_test_{run}_")
}

/// The name of the run's template for these migrations, which exists when this returns.
async fn template(server: &PgConnectOptions, migrator: &Migrator, run: &str) -> Result<String> {
    let name = format!("{}template_{}", prefix(run), fingerprint(migrator));
    let mut connection = connect(server).await?;
    // held until this connection is closed
    execute(&mut connection, &format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})")).await?;
    let exists: bool = sqlx::query_scalar("SELECT exists(SELECT FROM pg_database WHERE datname = $1)")
        .bind(&name)
        .fetch_one(&mut connection)
        .await?;
    if !exists {
        make_template(server, &mut connection, migrator, &name).await?;
    }
    connection.close().await?;
    Ok(name)
}

/// Made under another name: a template that has the right one is complete.
async fn make_template(
    server: &PgConnectOptions,
    connection: &mut PgConnection,
    migrator: &Migrator,
    name: &str,
) -> Result<()> {
    let unfinished = format!("{name}_new");
    drop_database(connection, &unfinished).await?;
    execute(connection, &format!("CREATE DATABASE {unfinished}")).await?;
    let mut inside = connect(&server.clone().database(&unfinished)).await?;
    migrator.run(&mut inside).await.context("run the migrations")?;
    inside.close().await?;
    execute(connection, &format!("ALTER DATABASE {unfinished} RENAME TO {name}")).await?;
    execute(connection, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await
}

fn fingerprint(migrator: &Migrator) -> String {
    let mut hash = Sha256::new();
    for migration in migrator.iter() {
        hash.update(migration.version.to_be_bytes());
        hash.update(&migration.checksum);
    }
    hex::encode(&hash.finalize()[..8])
}

async fn connect(server: &PgConnectOptions) -> Result<PgConnection> {
    PgConnection::connect_with(server).await.context("connect to PostgreSQL")
}

async fn drop_database(connection: &mut PgConnection, name: &str) -> Result<()> {
    execute(connection, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await
}

/// Names are ours and need no quoting: letters, digits and underscores.
async fn execute(connection: &mut PgConnection, statement: &str) -> Result<()> {
    sqlx::raw_sql(statement).execute(connection).await.with_context(|| statement.to_owned())?;
    Ok(())
}

fn sentence<T>(outcome: Result<T>) -> T {
    outcome.unwrap_or_else(|error| panic!("no database for this test: {error:#}"))
}
