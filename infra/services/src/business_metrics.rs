//! Business metrics: posts per day, approval rate, context updates, active projects.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use async_trait::async_trait;
use chrono::{Days, NaiveDate};
use commands::port::clock::Clock;
use engine::metrics::{Labels, MetricSource};
use projections::daily_activity::{Totals, totals};
use projections::statements;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use sqlx::PgPool;

/// Days, today included, over which rates are taken.
const WINDOW: u64 = 7;

statements! {
    PROJECTS = "SELECT count(*) FROM projects WHERE NOT archived";
}

/// Business metrics over the read models.
pub struct BusinessMetrics {
    clock: Arc<dyn Clock>,
    today: Family<Labels, Gauge>,
    approval: Gauge<f64, AtomicU64>,
    active: Gauge,
    projects: Gauge,
}

impl BusinessMetrics {
    /// Metrics of today and of the week that ends today, as this clock has it (UTC).
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            today: Family::default(),
            approval: Gauge::default(),
            active: Gauge::default(),
            projects: Gauge::default(),
        }
    }

    fn set_today(&self, today: &Totals) {
        let kinds = [
            ("suggestions_requested", today.suggestions_requested),
            ("posts_generated", today.variants_generated),
            ("approvals", today.approvals),
            ("rejections", today.rejections),
            ("context_updates", today.context_updates),
            ("posts_published", today.posts_published),
            ("posts_failed", today.posts_failed),
        ];
        for (kind, count) in kinds {
            self.today.get_or_create(&vec![("kind", kind.to_owned())]).set(count.cast_signed());
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "no week has 2^52 decisions")]
    fn set_week(&self, week: &Totals) {
        self.active.set(week.active_projects.cast_signed());
        self.approval.set(week.approvals as f64 / (week.approvals + week.rejections) as f64);
    }
}

#[async_trait]
impl MetricSource for BusinessMetrics {
    fn register(&self, registry: &mut Registry) {
        registry.register("activity_today", "What happened today (UTC), by kind", self.today.clone());
        registry.register(
            "approval_ratio",
            "Approvals among the decisions on suggestions of seven days; NaN without any",
            self.approval.clone(),
        );
        registry.register(
            "active_projects",
            "Projects in which anything happened within seven days",
            self.active.clone(),
        );
        registry.register("projects", "Projects that have not ended", self.projects.clone());
    }

    /// Reads the figures of the day and of the week that ends with it.
    async fn query(&self, pool: &PgPool) -> Result<(), sqlx::Error> {
        let today: NaiveDate = self.clock.now().date_naive();
        self.set_today(&totals(pool, None, today).await?);
        let since = today.checked_sub_days(Days::new(WINDOW - 1)).unwrap_or(today);
        self.set_week(&totals(pool, None, since).await?);
        let projects: i64 = sqlx::query_scalar(PROJECTS).fetch_one(pool).await?;
        self.projects.set(projects);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;
    use std::time::Duration;

    use chrono::{DateTime, Utc};
    use commands::port::clock::Clock;
    use engine::metrics::MetricSource;
    use harness::TestDatabase;
    use prometheus_client::encoding::text::encode;
    use prometheus_client::registry::Registry;
    use sqlx::Executor;

    use super::BusinessMetrics;

    /// Two projects, one of which has ended; what happened today, six days ago, and too long ago.
    const ROWS: &str = "
INSERT INTO projects_v1 (id, name, posting_enabled, autopilot, time_zone, slots, policy, quota, context_version, archived,
                         created_at, updated_at)
SELECT gen_random_uuid(), 'Froglet', true, 'off', 'UTC', '[]', '{}', '{}', 0, archived, now(), now()
  FROM unnest(ARRAY[false, true]) archived;
INSERT INTO daily_activity_v1
SELECT gen_random_uuid(), day::date, 1, 3, 2, 1, 0, 1, 0 FROM unnest(ARRAY['2026-01-31', '2026-01-25', '2026-01-24']) day";

    struct Noon;

    impl Clock for Noon {
        fn now(&self) -> DateTime<Utc> {
            "2026-01-31T12:00:00Z".parse().unwrap()
        }

        fn database_now(&self) -> DateTime<Utc> {
            self.now()
        }

        fn since_boot(&self) -> Duration {
            Duration::ZERO
        }
    }

    #[tokio::test]
    async fn figures_of_today_and_of_the_week_are_told() {
        let database = TestDatabase::create_migrated(Path::new("../../migrations")).await;
        database.pool.execute(ROWS).await.unwrap();
        let (mut registry, metrics) = (Registry::default(), BusinessMetrics::new(Arc::new(Noon)));
        metrics.register(&mut registry);
        metrics.query(&database.pool).await.unwrap();
        let mut text = String::new();
        encode(&mut text, &registry).unwrap();
        for line in [
            r#"activity_today{kind="suggestions_requested"} 1"#,
            r#"activity_today{kind="posts_generated"} 3"#,
            r#"activity_today{kind="posts_failed"} 0"#,
            "approval_ratio 0.6666666666666666",
            "active_projects 2",
            "projects 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is missing in\n{text}");
        }
    }
}
