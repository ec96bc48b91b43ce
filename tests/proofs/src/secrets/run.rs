//! The run that leaves traces: a stage whose every credential is a canary, and what was collected on it.

use std::path::PathBuf;

use anyhow::{Context, ensure};
use sandbox::faults::Service;
use sqlx::PgPool;
use tests::surroundings::ALICE;

use super::canary::Canaries;
use super::credentials;
use super::scan::Piece;
use super::servers::Addresses;
use crate::options::Options;
use crate::stage::Stage;

/// Longer than any subcommand takes; in seconds.
pub(super) const ONE_COMMAND: u64 = 60;

/// A stage, its canaries, and what was told on it.
pub(super) struct Run {
    /// The stage.
    pub(super) stage: Stage,
    /// Every canary.
    pub(super) canaries: Canaries,
    /// The servers with all rights.
    pub(super) addresses: Addresses,
    /// Files that hold canaries because they are read from there.
    pub(super) folder: tempfile::TempDir,
    /// What subcommands told.
    pub(super) told: Vec<Piece>,
    /// What the HTTP interface answered.
    pub(super) answers: Vec<Piece>,
    /// A token of Alice's.
    pub(super) token: String,
    /// The planted canary in every form.
    pub(super) planted: String,
}

impl Run {
    /// Sets the stage.
    pub(super) async fn begin(options: &Options) -> anyhow::Result<Self> {
        let (mut canaries, mut addresses) = (Canaries::default(), Addresses::default());
        let variables = [("MEMEBOT_LOG", "trace")];
        let doors = async |variables: &mut Vec<(String, String)>| {
            addresses = credentials::replace(variables, &mut canaries).await?;
            Ok(())
        };
        let stage = Stage::set_behind(options, &variables, doors).await?;
        credentials::note(&mut canaries, &stage);
        let folder = tempfile::tempdir().context("make a folder")?;
        let planted = super::planted::line(&mut canaries);
        let (told, answers, token) = (Vec::new(), Vec::new(), String::new());
        let mut run = Self { stage, canaries, addresses, folder, told, answers, token, planted };
        run.token = run.issue("first", "an API token").await?;
        Ok(run)
    }

    /// A token of Alice's, which the command line tells whoever asks for it, and nobody else.
    pub(super) async fn issue(&mut self, label: &str, kind: &str) -> anyhow::Result<String> {
        let member = format!("telegram:{ALICE}");
        let output =
            self.stage.app.command(&["token", "issue", "--member", &member, "--label", label]).await?;
        ensure!(output.status.success(), "token issue: {}", String::from_utf8_lossy(&output.stderr));
        let token = String::from_utf8(output.stdout)?.trim().to_owned();
        credentials::note_token(&mut self.canaries, kind, &token);
        self.told.push(Piece::new("the log of token issue", output.stderr));
        Ok(token)
    }

    /// Has a subcommand tell what it tells when these variables are others.
    pub(super) async fn tell(
        &mut self,
        arguments: &[&str],
        changes: &[(&str, &str)],
    ) -> anyhow::Result<String> {
        let app = &mut self.stage.app;
        let variables = app.surroundings.variables.clone();
        app.surroundings.variables.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        let changed = changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        app.surroundings.variables.extend(changed);
        let limit = std::time::Duration::from_secs(ONE_COMMAND);
        let output = tokio::time::timeout(limit, app.command(arguments)).await;
        app.surroundings.variables = variables;
        let output = output.with_context(|| format!("memebot {} does not end", arguments.join(" ")))??;
        let names: Vec<&str> = changes.iter().map(|(name, _)| *name).collect();
        let of = format!("memebot {} with other {}", arguments.join(" "), names.join(", "));
        let told = [output.stdout, b"\n".to_vec(), output.stderr].concat();
        self.told.push(Piece::new(of, told.clone()));
        Ok(String::from_utf8_lossy(&told).into_owned())
    }

    /// The database with all rights.
    pub(super) fn pool(&self) -> &PgPool {
        self.stage.pool()
    }

    /// A file that only settings lead to.
    pub(super) fn file(&self, name: &str, text: &str) -> anyhow::Result<PathBuf> {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).with_context(|| format!("write {name}"))?;
        Ok(path)
    }

    /// What memebot sent to Telegram, OpenAI and X, without the credentials that opened the way.
    pub(super) fn sent(&self) -> Vec<Piece> {
        let services = [Service::Telegram, Service::Openai, Service::X];
        let requests = services.iter().flat_map(|service| self.stage.outside.sandbox.requests(*service));
        requests
            .map(|request| {
                let of = format!("{} {}", request.method, request.path);
                Piece::new(of.clone(), format!("{of}?{} {}", request.query, request.body))
            })
            .collect()
    }

    /// The logs of `serve`, and whatever else lies in its folder.
    pub(super) fn files(&self) -> anyhow::Result<Vec<Piece>> {
        let folder = std::fs::read_dir(self.stage.app.surroundings.folder.path())?;
        let files = folder.map(|file| {
            let path = file?.path();
            Ok(Piece::new(path.display().to_string(), std::fs::read(&path)?))
        });
        files.collect()
    }
}
