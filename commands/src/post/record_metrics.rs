//! `RecordMetrics`: remember a post's public counts.

use chrono::{DateTime, Utc};
use domain::id::{PostId, ProjectId};
use domain::post::Post;
use domain::post::event::{PostEvent, PublicMetrics};

use super::found;
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

command! {
    /// Record the public counts of a post on X, if they changed.
    pub struct RecordMetrics for Post(post) in project by [process] {
        /// The post.
        pub post: PostId,
        /// Its project.
        pub project: ProjectId,
        /// The counts.
        pub metrics: PublicMetrics,
        /// When they were read.
        pub observed_at: DateTime<Utc>,
    }
}

impl Decision for RecordMetrics {
    fn decide(&self, state: &Post, _facts: &DecisionFacts) -> DecisionResult<Post> {
        found(state, self.project)?;
        if !state.is_on_x() {
            return Err(Refusal::invalid("post", "is not on X"));
        }
        if state.metrics == Some(self.metrics) {
            return Ok(Vec::new());
        }
        Ok(vec![PostEvent::MetricsObserved { metrics: self.metrics, observed_at: self.observed_at }])
    }
}

#[cfg(test)]
mod tests {
    use super::RecordMetrics;
    use crate::post::testing::{post_id, published, queued};
    use crate::refusal::Refusal;
    use crate::testing::{as_process, given, noon, project_id};
    use domain::post::Post;
    use domain::post::event::{PostEvent, PublicMetrics};

    fn record(likes: u64) -> RecordMetrics {
        let metrics = PublicMetrics { likes, ..PublicMetrics::default() };
        RecordMetrics { post: post_id(), project: project_id(), metrics, observed_at: noon() }
    }

    fn observed(likes: u64) -> PostEvent {
        let metrics = PublicMetrics { likes, ..PublicMetrics::default() };
        PostEvent::MetricsObserved { metrics, observed_at: noon() }
    }

    #[test]
    fn remembers_counts_that_changed() {
        given::<Post>([queued(20), published(1)]).when(as_process("metrics"), record(7)).then([observed(7)]);
        given::<Post>([queued(20), published(1), observed(7)])
            .when(as_process("metrics"), record(7))
            .then_nothing();
    }

    #[test]
    fn refuses_what_is_not_on_x() {
        given::<Post>([queued(20)])
            .when(as_process("metrics"), record(7))
            .then_refused(Refusal::invalid("post", "is not on X"));
    }
}
