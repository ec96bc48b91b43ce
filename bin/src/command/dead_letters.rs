//! `memebot dead-letters`: what consumers could not apply; look at it, try it again, give it up.
#![expect(clippy::print_stdout, reason = "printing is what this subcommand is for")]

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Subcommand;
use comfy_table::Table;
use comfy_table::presets::NOTHING;
use commands::access::note::{NoteAccess, Occurrence};
use engine::dead_letters::{DeadLetters, ParkedEvent, ParkedKey, RetryOutcome};
use serde_json::json;

use crate::core::Core;
use crate::exit;
use crate::settings::Settings;

/// How long a running consumer is waited for.
const RETRY_TIMEOUT: Duration = Duration::from_secs(15);

/// What to do about dead letters.
#[derive(Debug, Subcommand)]
pub(crate) enum DeadLettersCommand {
    /// List every parked key: consumer, first position, number of events, error and age.
    List {
        /// Print the result as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show the first hundred events of a key, without what people wrote, and why they wait.
    Show(ParkedKeyArgs),
    /// Ask the running consumer to try a key again, and tell what came of it.
    Retry(ParkedKeyArgs),
    /// Give a key's parked events up: the consumer will never apply them. Recorded in the audit log.
    Discard {
        #[command(flatten)]
        letter: ParkedKeyArgs,
        /// Yes, the consumer shall lack these events.
        #[arg(long)]
        yes: bool,
    },
}

/// A parked key, as `list` prints it.
#[derive(Debug, clap::Args)]
pub(crate) struct ParkedKeyArgs {
    /// The consumer, e.g. `posts` or `process:publishing`.
    consumer: String,
    /// The key, e.g. `project/<id>`.
    key: String,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

/// Does what is asked about dead letters.
pub(crate) async fn run(settings: &Settings, command: DeadLettersCommand) -> anyhow::Result<ExitCode> {
    let core = Core::open(settings).await?;
    let letters = DeadLetters::new(core.consumers.clone());
    match command {
        DeadLettersCommand::List { json } => list(&letters, json).await,
        DeadLettersCommand::Show(letter) => show(&letters, &letter).await,
        DeadLettersCommand::Retry(letter) => retry(&letters, &letter).await,
        DeadLettersCommand::Discard { letter, yes } => discard(&core, &letters, &letter, yes).await,
    }
}

async fn list(letters: &DeadLetters, as_json: bool) -> anyhow::Result<ExitCode> {
    let keys = letters.list().await?;
    if as_json {
        println!("{}", json!(keys));
        return Ok(ExitCode::SUCCESS);
    }
    if keys.is_empty() {
        println!("nothing is parked");
        return Ok(ExitCode::SUCCESS);
    }
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(["consumer", "key", "first", "events", "tries", "age", "error"]);
    table.add_rows(keys.iter().map(row));
    println!("{table}");
    Ok(ExitCode::SUCCESS)
}

fn row(parked: &ParkedKey) -> [String; 7] {
    let ParkedKey { consumer, version, key, first, events, attempts, error, age_seconds, .. } = parked;
    let name = format!("{consumer} v{version}");
    let numbers = [first.to_string(), events.to_string(), attempts.to_string(), age(*age_seconds)];
    let [first, events, attempts, age] = numbers;
    [name, key.clone(), first, events, attempts, age, error.clone()]
}

/// A time that has passed, in words.
pub(super) fn age(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", seconds / 60),
        7200..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}

async fn show(letters: &DeadLetters, letter: &ParkedKeyArgs) -> anyhow::Result<ExitCode> {
    let events = letters.show(&letter.consumer, &letter.key).await?;
    let waiting = letters.count(&letter.consumer, &letter.key).await?;
    if letter.json {
        println!("{}", json!({ "waiting": waiting, "events": events }));
    } else {
        events.iter().for_each(print_event);
        println!("{waiting} events wait under this key");
    }
    Ok(if events.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn print_event(event: &ParkedEvent) {
    let ParkedEvent { position, stream, sequence, event_type, event_version, metadata, .. } = event;
    println!("position {position}: {event_type} {event_version}, event {sequence} of {stream}");
    println!("  v{}, {} tries: {}", event.version, event.attempts, event.error);
    println!("  {metadata}");
}

async fn retry(letters: &DeadLetters, letter: &ParkedKeyArgs) -> anyhow::Result<ExitCode> {
    if nothing_parked(letters, letter).await? {
        return Ok(ExitCode::FAILURE);
    }
    let answer = letters.retry(&letter.consumer, &letter.key, RETRY_TIMEOUT).await?;
    if letter.json {
        println!("{}", json!({ "answer": answer }));
    } else {
        println!(
            "{}",
            match answer {
                RetryOutcome::Free => "applied; nothing is parked under this key any more",
                RetryOutcome::StillParked => "tried, and still it cannot be applied; `show` tells why",
                RetryOutcome::Waiting =>
                    "no running consumer has looked yet; it will be tried as soon as one runs",
            }
        );
    }
    Ok(if answer == RetryOutcome::Free { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn discard(
    core: &Core,
    letters: &DeadLetters,
    letter: &ParkedKeyArgs,
    yes: bool,
) -> anyhow::Result<ExitCode> {
    if nothing_parked(letters, letter).await? {
        return Ok(ExitCode::FAILURE);
    }
    let events = letters.count(&letter.consumer, &letter.key).await?;
    if !yes {
        println!(
            "This gives up {events} events for ever: a read model will lack what they say until it is rebuilt, \
             a process manager will never answer them. The history keeps them. Say --yes to do it."
        );
        return Ok(ExitCode::from(exit::USAGE));
    }
    // First the record: nothing may be given up that the audit log does not know of.
    let (consumer, name) = (letter.consumer.clone(), letter.key.clone());
    let occurrence = Occurrence::Discard { consumer, key: name, events };
    let note = NoteAccess { id: core.ids.next(), occurrence };
    core.dispatch(note).await.context("the audit log could not take it, so nothing was discarded")?;
    let discarded = letters.discard(&letter.consumer, &letter.key).await?;
    if letter.json {
        println!("{}", json!({ "discarded": discarded }));
    } else {
        println!("{discarded} events discarded; the consumer goes on with what follows");
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether the key is not parked; says so.
async fn nothing_parked(letters: &DeadLetters, letter: &ParkedKeyArgs) -> anyhow::Result<bool> {
    let nothing = letters.count(&letter.consumer, &letter.key).await? == 0;
    if nothing {
        println!("{}", if letter.json { "null" } else { "nothing is parked under this key" });
    }
    Ok(nothing)
}
