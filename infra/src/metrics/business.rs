//! Business metrics: posts per day, approval rate, context updates, active projects.

use std::sync::atomic::AtomicU64;

use chrono::{Days, NaiveDate};
use projections::daily_activity::{Totals, totals};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use sqlx::PgPool;

use super::Labels;

/// Days, today included, over which rates are taken.
const WINDOW: u64 = 7;

/// The gauges.
pub(super) struct BusinessMetrics {
    today: Family<Labels, Gauge>,
    approval: Gauge<f64, AtomicU64>,
    active: Gauge,
    projects: Gauge,
}

impl BusinessMetrics {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let business = Self {
            today: Family::default(),
            approval: Gauge::default(),
            active: Gauge::default(),
            projects: Gauge::default(),
        };
        registry.register("activity_today", "What happened today (UTC), by kind", business.today.clone());
        registry.register(
            "approval_ratio",
            "Approvals among the decisions on suggestions of seven days; NaN without any",
            business.approval.clone(),
        );
        registry.register(
            "active_projects",
            "Projects in which anything happened within seven days",
            business.active.clone(),
        );
        registry.register("projects", "Projects that have not ended", business.projects.clone());
        business
    }

    /// Reads the figures of the day and of the week that ends with it.
    pub(super) async fn read(&self, pool: &PgPool, today: NaiveDate) -> Result<(), sqlx::Error> {
        self.set_today(&totals(pool, None, today).await?);
        let since = today.checked_sub_days(Days::new(WINDOW - 1)).unwrap_or(today);
        self.set_week(&totals(pool, None, since).await?);
        let projects: i64 =
            sqlx::query_scalar("SELECT count(*) FROM projects WHERE NOT archived").fetch_one(pool).await?;
        self.projects.set(projects);
        Ok(())
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
