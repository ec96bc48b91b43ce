//! `memebot replay --as-of`: one aggregate, or all read models, as they were.
#![expect(clippy::print_stdout, reason = "printing is what this subcommand is for")]

use std::process::ExitCode;
use std::str::FromStr;

use anyhow::ensure;
use chrono::{DateTime, Utc};
use domain::stream::{AggregateType, StreamId};
use engine::as_of;
use serde_json::json;

use crate::core::Core;
use crate::progress::Progress;

/// The longest name that PostgreSQL keeps whole.
const LONGEST_NAME: usize = 63;

/// A moment of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AsOf {
    /// After the event at this position.
    Position(u64),
    /// After everything that had its position by then.
    Time(DateTime<Utc>),
}

impl FromStr for AsOf {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(position) = text.parse() {
            return Ok(Self::Position(position));
        }
        let time = DateTime::parse_from_rfc3339(text);
        time.map(|time| Self::Time(time.to_utc()))
            .map_err(|error| format!("neither a position nor a time like 2026-03-01T12:00:00Z ({error})"))
    }
}

/// Reads `<type>/<id>`.
pub(crate) fn stream(text: &str) -> Result<StreamId, String> {
    let (kind, id) = text.split_once('/').ok_or("write <type>/<id>")?;
    let kind = AggregateType::named(kind).ok_or_else(|| {
        let kinds: Vec<_> = AggregateType::ALL.into_iter().map(AggregateType::name).collect();
        format!("there is no aggregate type {kind}; there are {}", kinds.join(", "))
    })?;
    Ok(StreamId::new(kind, id))
}

/// A name that needs no quotes in SQL.
pub(crate) fn schema(text: &str) -> Result<String, String> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit();
    let begins = text.bytes().next().is_some_and(|byte| plain(byte) && !byte.is_ascii_digit());
    if begins && text.bytes().all(plain) && text.len() <= LONGEST_NAME {
        Ok(text.to_owned())
    } else {
        Err("use up to 63 small letters, digits and underscores, and no digit first".to_owned())
    }
}

/// Prints the aggregate's state; exit code 1 if it did not exist yet.
pub(crate) async fn state(core: &Core, moment: AsOf, stream: &StreamId) -> anyhow::Result<ExitCode> {
    let position = position(core, moment).await?;
    let past = as_of::state(&core.log, stream, position).await?;
    let (version, state) = past.map_or((0, json!(null)), |past| (past.version, past.state));
    let document = json!({
        "aggregate": stream.to_string(), "position": position, "version": version, "state": state,
    });
    println!("{document:#}");
    Ok(if version > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds all read models into the schema.
pub(crate) async fn build(
    core: &Core,
    moment: AsOf,
    schema: &str,
    as_json: bool,
) -> anyhow::Result<ExitCode> {
    let position = position(core, moment).await?;
    let progress = Progress::new("events");
    let built = as_of::build(&core.consumers, &core.log, &core.readers, schema, position, |now| {
        progress.show(now.position, now.end);
    })
    .await;
    progress.finish();
    built?;
    if as_json {
        println!("{}", json!({ "schema": schema, "position": position }));
    } else {
        println!("schema {schema} holds the read models as of position {position}");
        println!("It holds readable texts: DROP SCHEMA {schema} CASCADE when you are done with it.");
    }
    Ok(ExitCode::SUCCESS)
}

/// The position of the moment, which must not lie beyond the log.
async fn position(core: &Core, moment: AsOf) -> anyhow::Result<u64> {
    match moment {
        AsOf::Time(time) => Ok(core.log.position_at(time).await?),
        AsOf::Position(position) => {
            let head = core.log.head().await?;
            ensure!(position <= head, "the log ends at position {head}");
            Ok(position)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AsOf, schema, stream};

    #[test]
    fn a_moment_is_a_position_or_a_time() {
        assert_eq!("42".parse(), Ok(AsOf::Position(42)));
        assert!(
            matches!("2026-03-01T12:00:00+01:00".parse(), Ok(AsOf::Time(time)) if time.to_rfc3339().contains("11:00"))
        );
        assert!("yesterday".parse::<AsOf>().is_err());
    }

    #[test]
    fn aggregates_and_schemas_are_named_plainly() {
        assert_eq!(stream("member/telegram:1").map(|stream| stream.id), Ok("telegram:1".to_owned()));
        assert!(stream("posts/1").is_err() && stream("post").is_err());
        assert!(schema("as_of_march").is_ok() && schema("1st").is_err() && schema("a\"b").is_err());
    }
}
