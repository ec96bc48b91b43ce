//! Calls whose result may be anything: Telegram's `ok` alone says that they took effect, so nothing is done twice because the
//! rest of an answer could not be read.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use teloxide::requests::Payload;

/// The payload of a call, without a claim on its result.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct AnyResult<P>(pub(super) P);

/// What Telegram answered beside its `ok`.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Answered(pub(super) Option<Value>);

impl<P: Payload> Payload for AnyResult<P> {
    type Output = Answered;

    const NAME: &'static str = P::NAME;
}

impl Answered {
    /// The number of the message that was sent, if the answer tells it.
    pub(super) fn message(&self) -> Option<i32> {
        i32::try_from(self.0.as_ref()?.get("message_id")?.as_i64()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Answered;

    #[test]
    fn a_message_has_a_number_if_the_answer_tells_it() {
        let number = |json: &str| serde_json::from_str::<Answered>(json).unwrap().message();
        assert_eq!(number(r#"{"message_id":7,"chat":{}}"#), Some(7));
        for json in ["null", "true", "{}", r#"{"message_id":"seven"}"#] {
            assert_eq!(number(json), None, "{json}");
        }
    }
}
