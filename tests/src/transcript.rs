//! Transcripts for snapshots: the same run always reads the same, because ids and times are named and not shown.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// What differs from run to run, in the order in which it is looked for, and its name. All that is called `time` is one.
static VARYING: LazyLock<[(Regex, &str); 4]> = LazyLock::new(|| {
    [
        (r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "id"),
        (r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9:]+)", "time"),
        (
            r"\b(?:[A-Z][a-z]{2} )?[0-9]{2} [A-Z][a-z]{2}(?: [0-9]{4},)? [0-9]{2}:[0-9]{2} [A-Z]{3,4}\b",
            "time",
        ),
        // the short form of an id, and the id of a tweet
        (r"\b(?:[0-9a-f]{8}|[0-9]{15,20})\b", "id"),
    ]
    .map(|(pattern, name)| (Regex::new(pattern).expect("the pattern is constant and tested"), name))
});

/// The text with `[id 1]`, `[id 2]` … in place of ids, numbered as they come, and `[time]` in place of times.
pub fn redacted(text: &str) -> String {
    let mut ids: Vec<String> = Vec::new();
    VARYING.iter().fold(text.to_owned(), |text, (pattern, name)| {
        let replaced = pattern.replace_all(&text, |found: &Captures<'_>| {
            if *name == "time" {
                return "[time]".to_owned();
            }
            let known = ids.iter().position(|id| *id == found[0]);
            let number = known.unwrap_or_else(|| {
                ids.push(found[0].to_owned());
                ids.len() - 1
            });
            format!("[id {}]", number + 1)
        });
        replaced.into_owned()
    })
}

/// The text without whatever differs from run to run, to be sorted by.
pub fn without_varying(text: &str) -> String {
    VARYING.iter().fold(text.to_owned(), |text, (pattern, _)| pattern.replace_all(&text, "").into_owned())
}

#[cfg(test)]
mod tests {
    use super::redacted;

    #[test]
    fn ids_are_numbered_as_they_come_and_times_are_named() {
        let text = "018f4e6a-0000-7000-8000-000000000005 at 2026-01-09T12:00:00.123456Z, again \
            018f4e6a-0000-7000-8000-000000000005; 1a2b3c4d by alice, 23 Nov 12:03 CET (Mon 23 Nov 2026, 12:03 UTC): \
            https://x.com/frog/status/2009600000000000001, score 12345678x, 60 of 280";
        assert_eq!(
            redacted(text),
            "[id 1] at [time], again [id 1]; [id 2] by alice, [time] ([time]): \
             https://x.com/frog/status/[id 3], score 12345678x, 60 of 280"
        );
    }
}
