//! Contracts on the wire: every request that the bot sends is valid by the machine-readable Bot API, and so is every answer
//! of the stand-in, so that what passes here passes there.
//!
//! `MEMEBOT_SPECS` names the folder with `telegram-bot-api.json`. The validator shares no code with the bot or the stand-in.

mod document;
mod markup;
mod mutations;
mod place;
mod play;
mod prose;
mod record;
mod violation;

use std::path::PathBuf;

use anyhow::{Context, bail, ensure};
use async_trait::async_trait;
use commands::faults::Guard;
use sandbox::faults::Service;

use crate::case::Case;
use crate::options::Options;
use crate::proof::{Cases, Proof};
use crate::stage::Stage;
use document::Document;
use mutations::MUTATIONS;
use place::{Place, PlaceKind};
use record::Record;

/// The variable with the folder of the specifications.
const SPECS: &str = "MEMEBOT_SPECS";
/// Fewer would say little.
const FEWEST_REQUESTS: usize = 200;

/// Requests and answers, held against the document.
pub struct WireContracts;

#[async_trait(?Send)]
impl Proof for WireContracts {
    fn name(&self) -> &'static str {
        "wire-contracts"
    }

    fn shows(&self) -> &'static str {
        "every request that the bot sends to Telegram is valid by the Bot API's document, and every answer of the stand-in"
    }

    fn guards(&self) -> &'static [Guard] {
        &[]
    }

    async fn run(&self, options: &Options, cases: &Cases) -> anyhow::Result<()> {
        let document = Document::load(&folder()?)?;
        cases.plan((PlaceKind::ALL.len() + 3 + MUTATIONS.len()) as u64);
        let mut stage = Stage::set(options, &[("MEMEBOT_RECONCILE_AFTER", "0,0")]).await?;
        stage.outside.sandbox.keep_answers(Service::Telegram);
        // what it says at its start is to be seen with its answers
        stage.app.crash().await?;
        for kind in PlaceKind::ALL {
            let place = Place::make(&stage.outside.sandbox, kind);
            let case =
                Case::new("places", format!("every command and button in {}", kind.name()), options.seed)
                    .expecting("each is answered; each button of the table is pressed");
            // one of its own, in which nothing waits from before
            let project = format!("Froglet {}", kind.word());
            stage.outside.project(&project).await?;
            cases.carry_out(case, play::everything(place, &project)).await;
        }
        let record = Record::of(&stage.outside.sandbox);
        for (name, expected, seen) in [
            ("requests", "each is valid, and there are enough of them", requests(&document, &record)),
            ("answers of the stand-in", "each is valid", record.check_answers(&document)),
            ("refusals", "the stand-in had nothing to refuse", record.refusals()),
        ] {
            let case = Case::new("the wire", name, options.seed).expecting(expected);
            cases.carry_out(case, async { seen }).await;
        }
        for mutation in MUTATIONS {
            let case = Case::new("mutations", mutation.name, options.seed)
                .with_fault(format!("a real {} is changed", mutation.method))
                .expecting("the validator notices, and the stand-in refuses what the real server refuses");
            cases.carry_out(case, mutation.is_noticed(&document, &record, &stage.outside.sandbox)).await;
        }
        Ok(())
    }
}

fn folder() -> anyhow::Result<PathBuf> {
    let Some(folder) = std::env::var_os(SPECS).filter(|folder| !folder.is_empty()) else {
        bail!("nothing was checked: set {SPECS} to the folder with {}", document::FILE);
    };
    let folder = PathBuf::from(folder);
    ensure!(folder.is_dir(), "nothing was checked: {SPECS} names {}, which is no folder", folder.display());
    // a relative one is the caller's
    folder.canonicalize().context("find the specifications")
}

fn requests(document: &Document, record: &Record) -> anyhow::Result<String> {
    let told = record.check_requests(document)?;
    let count = record.requests.len();
    ensure!(count > FEWEST_REQUESTS, "only {count} requests were seen; {told}");
    Ok(told)
}
