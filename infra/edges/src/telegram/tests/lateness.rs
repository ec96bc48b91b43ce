//! Read models that are late hold up what reads them, and nothing else.

use std::sync::Arc;

use async_trait::async_trait;
use domain::id::ProjectId;
use engine::freshness::Lag;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::{ALICE, SOON, TelegramTest};

/// Read models that apply nothing before the token, and whether somebody waits for them.
struct LateReadModels {
    caught_up: CancellationToken,
    awaited: CancellationToken,
}

#[async_trait]
impl Lag for LateReadModels {
    async fn events_behind(&self) -> Option<u64> {
        Some(1)
    }

    async fn caught_up(&self, _read_models: &[&str]) {
        self.awaited.cancel();
        self.caught_up.cancelled().await;
    }

    fn stale_since(&self, _read_models: &[&str], _project: ProjectId) -> Option<u64> {
        None
    }
}

#[tokio::test]
async fn a_command_that_writes_waits_for_no_read_model_and_a_list_for_its_own() {
    let app = TelegramTest::new().await;
    let (caught_up, awaited) = (CancellationToken::new(), CancellationToken::new());
    let read_models = LateReadModels { caught_up: caught_up.clone(), awaited: awaited.clone() };
    let bot = app.listen_with(Some(Arc::new(read_models)));
    app.project().await;
    for (text, answer) in [
        ("/context_add The frog says gm", "Layer 1 of Frogs & Co waits for approval."),
        ("/pause", "Posting of Frogs & Co is paused."),
        ("/resume", "Posting of Frogs & Co goes on."),
    ] {
        let reply = app.send(ALICE, text).await;
        assert!(reply.text.starts_with(answer), "{text}: {}", reply.text);
    }
    assert!(!awaited.is_cancelled(), "nothing of this reads a read model");
    let said = app.sandbox.telegram().user_says(ALICE, "/pending", None).unwrap();
    timeout(SOON, awaited.cancelled()).await.expect("the list waits");
    assert!(app.sandbox.telegram().messages(ALICE, said).is_empty(), "a list that lacks it would be wrong");
    caught_up.cancel();
    let listed = app.next(ALICE, said).await;
    assert!(listed.text.contains("Layer 1"), "{}", listed.text);
    bot.stop().await;
}
