//! The repair: what the diagnosis found is recorded by the commands that everybody uses, then the next epoch is opened.

use commands::account::hold::HoldAccount;
use commands::command::Command;
use commands::envelope::Envelope;
use commands::error::CommandError;
use commands::post::publish::PublishPost;
use commands::post::record_published::RecordPublished;
use commands::project::forget_texts::ForgetTexts;
use commands::suggestion::reject::RejectSuggestion;
use domain::actor::Actor;
use domain::id::{AccountId, CommandId, ProjectId, TweetId};
use domain::post::post_of;
use domain::stream::AggregateType;
use uuid::Uuid;

use super::{
    AccountReview, Diagnosis, FORGETTING, LostTail, Recovery, RecoveryError, TweetFinding, TweetOrigin,
};
use engine::consumer::cursors::positions;
use engine::epoch::DivergenceKind;
use engine::store::surviving_keys;

impl Recovery {
    /// Sets right what was found and opens the next epoch; returns what was done, a sentence each.
    ///
    /// # Errors
    /// [`RecoveryError`]; then publishing stays held, and the recovery may be run again.
    pub async fn recover(&self, found: &Diagnosis, without_nats: bool) -> Result<Vec<String>, RecoveryError> {
        ensure_possible(found, without_nats)?;
        let mut done = Vec::new();
        if !found.divergences.is_empty() {
            for review in &found.accounts {
                self.reconcile(review, &mut done).await?;
            }
            self.forget(&found.lost, &mut done).await?;
            self.drop_caches().await?;
            self.mend_cursors(found, &mut done).await?;
            // Only when everything is set right: until then publishing stays held, and a recovery that was cut
            // off runs again.
            self.open(found, &mut done).await?;
        }
        if found.nats_away.is_none() {
            // Last: the old streams are what a recovery reads.
            self.retire(found, &mut done).await?;
        }
        Ok(done)
    }

    async fn reconcile(&self, review: &AccountReview, done: &mut Vec<String>) -> Result<(), RecoveryError> {
        let AccountReview { account, username, .. } = review;
        for TweetFinding { tweet, origin } in &review.findings {
            if let Some(what) = self.record_origin(account, username, tweet, origin).await? {
                done.push(what);
            }
        }
        if let Some(reason) = review.hold() {
            done.push(format!("@{username} is held: {reason}"));
            self.dispatch_command(HoldAccount { account: account.clone(), project: None, reason }).await?;
        }
        Ok(())
    }

    async fn record_origin(
        &self,
        account: &AccountId,
        username: &str,
        tweet: &TweetId,
        origin: &TweetOrigin,
    ) -> Result<Option<String>, RecoveryError> {
        let (post, project, attempt) = match *origin {
            TweetOrigin::Post { post, project, attempt } => (post, project, attempt),
            TweetOrigin::Approved { suggestion, project } => {
                let publish = PublishPost { project, suggestion, variant: None, publish_at: None };
                if let Err(CommandError::Refused(why)) = self.try_dispatch(publish).await? {
                    let reason = format!(
                        "tweet {tweet} has the words of suggestion {suggestion}, which cannot be recorded: {why}"
                    );
                    self.dispatch_command(HoldAccount {
                        account: account.clone(),
                        project: None,
                        reason: reason.clone(),
                    })
                    .await?;
                    return Ok(Some(format!("@{username} is held: {reason}")));
                }
                (post_of(suggestion), project, 1)
            }
            TweetOrigin::Undecided { suggestion, project } => {
                let reason = Some(format!("it is on X already, as tweet {tweet}; its decision was lost"));
                self.dispatch_command(RejectSuggestion { suggestion, project, reason }).await?;
                return Ok(Some(format!("suggestion {suggestion} is rejected: tweet {tweet} has its words")));
            }
            TweetOrigin::Unknown => return Ok(None),
        };
        let (tweet_id, name) = (tweet.clone(), username.to_owned());
        self.dispatch_command(RecordPublished { post, project, attempt, tweet_id, username: name }).await?;
        Ok(Some(format!("post {post} is recorded as published: tweet {tweet}")))
    }

    async fn forget(&self, lost: &LostTail, done: &mut Vec<String>) -> Result<(), RecoveryError> {
        let again = surviving_keys::destroy(self.detector.epochs.pool(), FORGETTING).await?;
        if again > 0 {
            done.push(format!("{again} texts that had been forgotten are forgotten again"));
        }
        for (event, project, streams) in &lost.forgotten {
            for stream in streams {
                let command = ForgetTexts { project: *project, texts_of: stream.clone() };
                let id = CommandId::derived(event.0, &format!("forgotten again {stream}"));
                match self.dispatch.dispatch(self.envelope(id.0, command)).await {
                    // Unknown here, or recorded by somebody who began this recovery before.
                    Ok(_) | Err(CommandError::Refused(_) | CommandError::KeyReused) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            self.vault.forget(streams).await?;
            done.push(format!(
                "texts of {} streams, forgotten in a lost event, are forgotten again",
                streams.len()
            ));
        }
        Ok(())
    }

    async fn drop_caches(&self) -> Result<(), RecoveryError> {
        for project in self.stream_ids::<ProjectId>(AggregateType::Project).await? {
            self.cache.drop_context(project).await;
            self.cache.drop_vibe(project).await;
        }
        Ok(())
    }

    async fn mend_cursors(&self, found: &Diagnosis, done: &mut Vec<String>) -> Result<(), RecoveryError> {
        if found.divergences.iter().all(|divergence| divergence.kind != DivergenceKind::Cursors) {
            return Ok(());
        }
        for consumer in positions::move_back(self.detector.epochs.pool()).await? {
            done.push(format!(
                "{consumer} goes on at the log's end; a read model needs `memebot rebuild {consumer}`"
            ));
        }
        Ok(())
    }

    async fn open(&self, found: &Diagnosis, done: &mut Vec<String>) -> Result<(), RecoveryError> {
        let details: Vec<&str> =
            found.divergences.iter().map(|divergence| divergence.detail.as_str()).collect();
        let opened = self.detector.epochs.open(found.next, &self.operator, &details.join("; ")).await?;
        if !opened {
            let next = found.next;
            return Err(RecoveryError::Needs(format!("epoch {next} was opened by somebody else meanwhile")));
        }
        done.push(format!("epoch {} is open; publishing goes on", found.next));
        Ok(())
    }

    async fn retire(&self, found: &Diagnosis, done: &mut Vec<String>) -> Result<(), RecoveryError> {
        let epoch = if found.divergences.is_empty() { found.epoch } else { found.next };
        let nats = self.detector.nats.at_epoch(epoch);
        for stream in nats.retire_earlier_epochs().await.map_err(RecoveryError::Nats)? {
            done.push(format!("the stream {stream} is deleted"));
        }
        Ok(())
    }

    async fn dispatch_command(&self, command: impl Into<Command>) -> Result<(), RecoveryError> {
        let envelope = self.envelope(self.ids.next(), command);
        Ok(self.dispatch.dispatch(envelope).await.map(drop)?)
    }

    /// The same; a refusal is an answer, and so is what was recorded already.
    async fn try_dispatch(
        &self,
        command: impl Into<Command>,
    ) -> Result<Result<(), CommandError>, RecoveryError> {
        match self.dispatch.dispatch(self.envelope(self.ids.next(), command)).await {
            Ok(_) => Ok(Ok(())),
            Err(refused @ CommandError::Refused(_)) => Ok(Err(refused)),
            Err(error) => Err(error.into()),
        }
    }

    fn envelope(&self, id: Uuid, command: impl Into<Command>) -> Envelope {
        Envelope::first(id, Actor::Operator(self.operator.clone()), self.clock.now(), command)
    }
}

/// Whether what must be asked can be asked now.
fn ensure_possible(found: &Diagnosis, without_nats: bool) -> Result<(), RecoveryError> {
    if let Some(why) = found.nats_away.as_ref().filter(|_| !without_nats && !found.divergences.is_empty()) {
        let advice = "it may know what was lost. Say --without-nats if it is gone for good";
        return Err(RecoveryError::Needs(format!("NATS does not answer ({why}), and {advice}")));
    }
    match found.accounts.iter().find(|review| review.passing) {
        Some(AccountReview { username, unreadable: Some(why), .. }) => Err(RecoveryError::Needs(format!(
            "the timeline of @{username} cannot be read now ({why}); try again later"
        ))),
        Some(_) | None => Ok(()),
    }
}
