//! The parts of an instance, each started for its role.

use std::ops::ControlFlow;
use std::sync::Arc;

use commands::port::aggregates::Aggregates;
use commands::port::dispatch::Dispatch;
use commands::process::ProcessManager;
use commands::processes::clean_up::CleanUp;
use commands::processes::{self, autopilot};
use edges::http::{self, ApiState, ConnectionLimits, Connections, GuestRoutes, HealthCheck, HttpMetrics};
use edges::telegram::{Inbox, Outbox, OutboxMetrics, Poller, UpdateHandler, Webhook, WebhookRegistration};
use engine::clock::ClockMonitor;
use engine::consumer::{Consumer, Dependencies, follow_versions, start_consumers};
use engine::descriptors;
use engine::feed::Feed;
use engine::freshness::Freshness;
use engine::jobs::{Enqueuer, ProcessConsumer, UnclaimedWatch, Workers, watch_unclaimed};
use engine::lease::watch_silent_instances;
use engine::metrics::Metrics;
use engine::relay::{Relay, RelayStatus};
use engine::sequencer::Sequencer;
use services::business_metrics::BusinessMetrics;
use services::clean_up::{PgPruner, keep_scheduled};
use services::time_sources::TimeSources;
use tokio::sync::watch;

use super::Instance;
use crate::cli::Role;

impl Instance<'_> {
    pub(super) fn start_sequencer(&self) -> Option<Arc<Sequencer>> {
        if !self.has(Role::Sequencer) {
            return None;
        }
        let sequencer = Arc::new(Sequencer::new(self.core.log_pool.clone(), self.core.append_signal.clone()));
        let (run, leases, stop) = (Arc::clone(&sequencer), self.leases.clone(), self.lifecycle.soft());
        self.lifecycle.spawn("sequencer", async move {
            let work = |held| async {
                // An error is for a person to look at; the alarm was raised.
                if run.run(held).await.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            };
            leases.run_exclusively("sequencer", &stop, work).await;
        });
        Some(sequencer)
    }

    pub(super) fn start_relay(&self, head: watch::Receiver<u64>) -> Option<watch::Receiver<RelayStatus>> {
        if !self.has(Role::Relay) {
            return None;
        }
        if let Some(why) = &*self.history.held().borrow() {
            return Some(Relay::stopped(why));
        }
        let (log, pool) = (self.core.log.clone(), self.core.log_pool.clone());
        let relay = Relay::new(self.nats.clone(), log, pool, head);
        Some(relay.start(self.leases.clone(), self.lifecycle))
    }

    pub(super) fn start_history(
        &self,
        head: watch::Receiver<u64>,
        relay: Option<watch::Receiver<RelayStatus>>,
    ) {
        let guard = self.settings.postgres.guard.clone();
        let notices = self.external.notices.clone();
        Arc::clone(&self.history).start(guard, head, relay, notices, self.lifecycle);
    }

    pub(super) fn start_clock(&self) -> anyhow::Result<()> {
        let (clock, pool) = (self.core.database_clock.clone(), self.core.log_pool.clone());
        TimeSources::try_new(self.settings.time_sources())?.start(clock.clone(), self.lifecycle);
        ClockMonitor::new(clock, pool, self.external.notices.clone()).start(self.lifecycle);
        Ok(())
    }

    pub(super) fn start_consumers(&self, dependencies: &Dependencies) {
        let mut consumers: Vec<Arc<dyn Consumer>> = Vec::new();
        if self.has(Role::Projectors) {
            follow_versions(dependencies, Arc::clone(&self.core.readers));
        }
        for process in self.processes() {
            let (clock, notifier) = (Arc::clone(&self.core.clock), self.notifier.clone());
            consumers.push(Arc::new(ProcessConsumer::new(process, clock, notifier)));
        }
        start_consumers(consumers, dependencies);
    }

    pub(super) fn start_workers(&self) {
        let mut processes = self.processes();
        if self.has(Role::Scheduler) {
            let clean_up = self.start_clean_up();
            processes.push(clean_up);
        }
        if self.has(Role::Bot) {
            processes.push(self.update_handler());
            processes.push(self.outbox());
        }
        if processes.is_empty() {
            return;
        }
        let watch = UnclaimedWatch {
            pool: self.core.consumers.clone(),
            processes: processes.clone(),
            clock: Arc::clone(&self.core.clock),
            owner_alarm: self.external.notices.clone(),
        };
        let workers = Workers {
            pool: self.core.consumers.clone(),
            processes,
            clock: Arc::clone(&self.core.clock),
            instance: self.id,
            notifier: self.notifier.clone(),
            config: self.settings.workers,
        };
        workers.start(self.lifecycle);
        watch_unclaimed(watch, self.lifecycle);
        let clock = Arc::clone(&self.core.clock);
        let (living, alarm) = (self.core.living_readers.clone(), self.external.notices.clone());
        watch_silent_instances(living, clock, alarm, self.lifecycle);
    }

    /// No event asks for clean-up, so it is no consumer.
    fn start_clean_up(&self) -> Arc<dyn ProcessManager> {
        let (pool, clock) = (self.core.consumers.clone(), Arc::clone(&self.core.clock));
        let aggregates = Arc::clone(&self.core.bus) as Arc<dyn Aggregates>;
        let retention = self.settings.clean_up.retention(self.settings.service.timing.suggestion_lifetime);
        let pruner = Arc::new(PgPruner::new(pool.clone()));
        let clean_up =
            Arc::new(CleanUp::new(pruner, self.dispatch(), aggregates, Arc::clone(&clock), retention));
        keep_scheduled(Arc::clone(&clean_up), pool, clock, self.notifier.clone(), self.lifecycle);
        clean_up
    }

    /// No event asks for it: whatever receives updates does.
    fn update_handler(&self) -> Arc<dyn ProcessManager> {
        let lag =
            Arc::new(Freshness::new(self.core.queries.clone(), &self.core.readers, self.unreadable.clone()));
        UpdateHandler::new(&self.external.notices, self.dispatch(), Some(lag))
    }

    /// What is to be sent to Telegram, whoever asked for it.
    fn outbox(&self) -> Arc<dyn ProcessManager> {
        let outbox = Outbox::new(self.external.notices.clone(), self.settings.telegram.limits);
        outbox.share_limits(self.leases.clone(), self.lifecycle);
        outbox
    }

    /// Where updates are stored, however they come.
    fn inbox(&self) -> Arc<Inbox> {
        let (clock, notifier) = (Arc::clone(&self.core.clock), self.notifier.clone());
        let enqueuer = Enqueuer::new(&self.core.consumers, clock, notifier);
        Inbox::new(&self.external.notices, enqueuer)
    }

    /// Where Telegram posts updates, if it does.
    fn webhook(&self) -> Option<GuestRoutes> {
        let telegram = &self.settings.telegram;
        telegram.webhook_url.as_ref()?;
        Some(Webhook::new(&telegram.token, self.inbox()).routes())
    }

    pub(super) fn start_bot(&self) {
        if !self.has(Role::Bot) {
            return;
        }
        let registration = WebhookRegistration::new(&self.external.notices, &self.settings.telegram);
        let poller = Poller::new(&self.external.notices, self.inbox());
        let (leases, stop) = (self.leases.clone(), self.lifecycle.soft());
        self.lifecycle.spawn("bot", async move {
            let work = |held| async {
                match &registration {
                    Some(registration) => registration.run(held).await,
                    None => poller.run(held).await,
                }
                ControlFlow::Continue(())
            };
            leases.run_exclusively("bot", &stop, work).await;
        });
    }

    pub(super) async fn start_api(
        &self,
        sequencer: Option<&Sequencer>,
        relay: Option<watch::Receiver<RelayStatus>>,
        feed: &Feed,
    ) -> anyhow::Result<()> {
        let requests = HttpMetrics::default();
        let metrics = self.metrics(sequencer, relay, feed).with(|registry| requests.register(registry));
        let connections = self.connections();
        let metrics = metrics.with(|registry| connections.register(registry));
        let mut api = self.api(requests, metrics);
        api.health_checks.push(HealthCheck::connections(Arc::clone(&connections)));
        Ok(http::start(&Arc::new(api), &self.settings.http, &connections, self.lifecycle).await?)
    }

    /// What clients may hold open: descriptors of the pools and for outgoing calls are left out.
    fn connections(&self) -> Arc<Connections> {
        let limits = ConnectionLimits::within(descriptors::limit(), self.settings.pooled_connections());
        tracing::info!(
            connections = limits.open,
            per_address = limits.per_address,
            "descriptors are shared out"
        );
        Connections::new(limits, self.settings.http.trusted_proxies.clone())
    }

    fn api(&self, requests: HttpMetrics, metrics: Metrics) -> ApiState {
        ApiState {
            dispatch: self.dispatch(),
            aggregates: Arc::clone(&self.core.bus) as Arc<dyn Aggregates>,
            clock: Arc::clone(&self.core.clock),
            ids: Arc::clone(&self.core.ids),
            rate_limiter: self.external.redis.clone(),
            queries: self.core.queries.clone(),
            readers: Arc::clone(&self.core.readers),
            job_status: self.external.redis.clone(),
            unreadable: self.unreadable.clone(),
            requests,
            metrics: Arc::new(metrics),
            health_checks: self.health_checks(),
            guests: self.webhook().into_iter().collect(),
            limits: self.settings.http.limits,
            stop: self.lifecycle.soft(),
        }
    }

    fn health_checks(&self) -> Vec<HealthCheck> {
        let redis = self.external.redis.clone();
        vec![
            HealthCheck::nats(self.nats.clone()),
            HealthCheck::new("redis", move || {
                let redis = Arc::clone(&redis);
                async move { redis.check().await.is_ok() }
            }),
            HealthCheck::history(self.history.held()),
            HealthCheck::clock(self.core.database_clock.clone()),
            HealthCheck::events(self.unreadable.clone()),
        ]
    }

    fn metrics(
        &self,
        sequencer: Option<&Sequencer>,
        relay: Option<watch::Receiver<RelayStatus>>,
        feed: &Feed,
    ) -> Metrics {
        let mut metrics = Metrics::new(self.core.queries.clone(), Arc::clone(&self.core.readers))
            .with_source(BusinessMetrics::new(Arc::clone(&self.core.clock)))
            .with_source(OutboxMetrics::new(Arc::clone(&self.core.clock)))
            .with_pool("queries", self.core.queries.clone())
            .with_pool("log", self.core.log_pool.clone())
            .with_pool("consumers", self.core.consumers.clone())
            .with_stream(self.nats.clone());
        metrics = metrics.with(|registry| self.external.redis.register(registry));
        metrics = metrics.with(|registry| self.history.register(registry));
        metrics = metrics.with(|registry| self.core.database_clock.register(registry));
        metrics = metrics.with(|registry| feed.register(registry));
        metrics = metrics.with(|registry| self.unreadable.register(registry));
        if let Some(sequencer) = sequencer {
            metrics = metrics.with(|registry| sequencer.register(registry));
        }
        match relay {
            Some(relay) => metrics.with_relay(relay),
            None => metrics,
        }
    }

    fn dispatch(&self) -> Arc<dyn Dispatch> {
        Arc::clone(&self.core.bus) as Arc<dyn Dispatch>
    }

    /// The process managers of the roles: the scheduler keeps the autopilot's timers, `processes` all others.
    fn processes(&self) -> Vec<Arc<dyn ProcessManager>> {
        let all = processes::all(&self.external.ports(&self.core), &self.settings.service.timing);
        // The autopilot keeps time and must not stop when the instances that call OpenAI are restarted.
        let wanted = |process: &Arc<dyn ProcessManager>| {
            self.has(if process.name() == autopilot::NAME { Role::Scheduler } else { Role::Processes })
        };
        all.into_iter().filter(wanted).collect()
    }
}
