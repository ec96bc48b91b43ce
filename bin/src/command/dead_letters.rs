//! `memebot dead-letters`: events that consumers could not apply; look at one, try it again, give it up.
#![expect(clippy::print_stdout, reason = "printing is what this subcommand is for")]

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Subcommand;
use comfy_table::Table;
use comfy_table::presets::NOTHING;
use commands::access::note::{NoteAccess, Occurrence};
use domain::text::Text;
use engine::dead_letters::{DeadLetter, DeadLetters, LIST_LIMIT, RetryOutcome};
use serde_json::json;

use crate::core::Core;
use crate::exit;
use crate::settings::Settings;

/// How long the running consumers are waited for.
const RETRY_TIMEOUT: Duration = Duration::from_secs(15);

/// What to do about dead letters.
#[derive(Debug, Subcommand)]
pub(crate) enum DeadLettersCommand {
    /// List the events that consumers could not apply, and how many wait behind each.
    List {
        /// Print the result as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show everything about one of them, except what people wrote.
    Show(LetterArgs),
    /// Ask the running consumers to try it again, and tell what came of it.
    Retry(LetterArgs),
    /// Give this one event up, for all consumers that wait for it: they go on with what follows. Recorded in the audit log.
    Discard {
        #[command(flatten)]
        letter: LetterArgs,
        /// Why; it is recorded.
        #[arg(long)]
        reason: String,
        /// Yes, the consumers shall lack this event.
        #[arg(long)]
        yes: bool,
    },
}

/// One event, as `list` prints it.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct LetterArgs {
    /// Its position in the log.
    position: i64,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

/// Does what is asked about dead letters.
pub(crate) async fn run(settings: &Settings, command: DeadLettersCommand) -> anyhow::Result<ExitCode> {
    let core = Core::open(settings).await?;
    let letters = DeadLetters::new(core.consumers.clone());
    let args = match &command {
        DeadLettersCommand::List { json } => return list(&letters, *json).await,
        DeadLettersCommand::Show(args) | DeadLettersCommand::Retry(args) => *args,
        DeadLettersCommand::Discard { letter, .. } => *letter,
    };
    let letter = match letters.find(args.position).await? {
        Some(letter) => Some(letter),
        None => letters.find_unread(&core.log, args.position).await?,
    };
    let Some(letter) = letter else {
        let nothing = "no consumer waits for an event at this position, and it can be read";
        println!("{}", if args.json { "null" } else { nothing });
        return Ok(ExitCode::FAILURE);
    };
    match command {
        DeadLettersCommand::Retry(_) if letter.consumers.is_empty() => {
            println!("no consumer waits for it: whoever loads its stream tries it each time");
            Ok(ExitCode::FAILURE)
        }
        DeadLettersCommand::Retry(_) => retry(&letters, args).await,
        DeadLettersCommand::Discard { reason, yes, .. } => {
            discard(&core, &letters, letter, Discard { reason, yes, json: args.json }).await
        }
        DeadLettersCommand::List { .. } | DeadLettersCommand::Show(_) => {
            show(&letter, args.json);
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn list(letters: &DeadLetters, as_json: bool) -> anyhow::Result<ExitCode> {
    let parked = letters.list().await?;
    if as_json {
        println!("{}", json!(parked));
        return Ok(ExitCode::SUCCESS);
    }
    if parked.is_empty() {
        println!("nothing is parked");
        return Ok(ExitCode::SUCCESS);
    }
    let mut table = Table::new();
    table.load_style(NOTHING).set_header([
        "position",
        "event",
        "stream",
        "consumers",
        "behind",
        "age",
        "reason",
    ]);
    table.add_rows(parked.iter().map(row));
    println!("{table}");
    if parked.len().try_into() == Ok(LIST_LIMIT) {
        println!("these are the first; {} keys wait in all", letters.keys().await?);
    }
    Ok(ExitCode::SUCCESS)
}

fn row(letter: &DeadLetter) -> [String; 7] {
    let DeadLetter { position, event_type, event_version, stream, sequence, waiting, age_seconds, .. } =
        letter;
    let consumers = match &letter.consumers[..] {
        [first, _, _, ..] => format!("{first} and {} more", letter.consumers.len() - 1),
        few => few.join(", "),
    };
    [
        position.to_string(),
        format!("{event_type} {event_version}"),
        format!("{stream} #{sequence}"),
        consumers,
        waiting.to_string(),
        age(*age_seconds),
        letter.reason.clone(),
    ]
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

fn show(letter: &DeadLetter, as_json: bool) {
    if as_json {
        println!("{}", json!(letter));
        return;
    }
    let DeadLetter { position, event_type, event_version, stream, sequence, recorded_at, .. } = letter;
    let what = if letter.unreadable { "cannot be read" } else { "cannot be applied" };
    println!(
        "position {position}: {event_type} {event_version}, event {sequence} of {stream}, recorded {recorded_at}"
    );
    println!("  {what}: {}", letter.reason);
    if letter.consumers.is_empty() {
        println!("  no consumer waits for it: whoever loads its stream meets it");
    } else {
        println!("  waits for {} in {}", age(letter.age_seconds), letter.consumers.join(", "));
        println!("  tried {} times; {} events wait behind it", letter.attempts, letter.waiting);
    }
    println!("  {}", letter.metadata);
}

async fn retry(letters: &DeadLetters, args: LetterArgs) -> anyhow::Result<ExitCode> {
    let answer = letters.retry(args.position, RETRY_TIMEOUT).await?;
    if args.json {
        println!("{}", json!({ "answer": answer }));
    } else {
        println!(
            "{}",
            match answer {
                RetryOutcome::Free => "applied; no consumer waits for it any more",
                RetryOutcome::StillParked => "tried, and still it cannot be applied; `show` tells why",
                RetryOutcome::Waiting =>
                    "not every consumer that waits has looked yet; each tries it as soon as it runs",
            }
        );
    }
    Ok(if answer == RetryOutcome::Free { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// How an event is given up.
struct Discard {
    reason: String,
    yes: bool,
    json: bool,
}

async fn discard(
    core: &Core,
    letters: &DeadLetters,
    letter: DeadLetter,
    how: Discard,
) -> anyhow::Result<ExitCode> {
    let DeadLetter { position, event_id: event, stream, event_type, consumers, .. } = letter;
    if !how.yes {
        println!(
            "This gives up {event_type} of {stream} for ever, in {}: read models will lack what it says, process managers \
             will never answer it; if it cannot be read, commands pass it too. What waits behind it is applied. The history \
             keeps it. Say --yes to do it.",
            consumers.join(", ")
        );
        return Ok(ExitCode::from(exit::USAGE));
    }
    // First the record: nothing may be given up that the audit log does not know of.
    let reason = Text::known(how.reason);
    let occurrence = Occurrence::Discard {
        position: position.cast_unsigned(),
        event,
        stream,
        event_type,
        consumers,
        reason,
    };
    let note = NoteAccess { id: core.ids.next(), occurrence };
    let receipt =
        core.dispatch(note).await.context("the audit log could not take it, so nothing was discarded")?;
    let recorded = *receipt.event_ids.last().context("the record has no event")?;
    let keys = letters.discard(position, recorded).await?;
    if how.json {
        println!("{}", json!({ "discarded": position, "keys": keys, "recorded": recorded }));
    } else {
        println!("discarded; {keys} keys go on with what follows");
    }
    Ok(ExitCode::SUCCESS)
}
