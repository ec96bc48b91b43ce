//! The sandbox's services tell their times.

use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, Utc};
use commands::port::clock::Clock;
use engine::clock::DatabaseClock;
use sandbox::Sandbox;
use sandbox::faults::Service;
use sandbox::options::SandboxOptions;

use super::{TimeSource, TimeSources};

/// Remembers what was told.
#[derive(Default)]
struct Listener(Mutex<Vec<(&'static str, i64)>>);

impl Clock for Listener {
    fn now(&self) -> DateTime<Utc> {
        DatabaseClock::default().now()
    }

    fn database_now(&self) -> DateTime<Utc> {
        self.now()
    }

    fn since_boot(&self) -> Duration {
        Duration::ZERO
    }

    fn note_service_time(&self, service: &'static str, date: DateTime<Utc>) {
        let ahead = (date - self.now()).num_minutes();
        self.0.lock().unwrap().push((service, ahead));
    }
}

#[tokio::test]
async fn services_are_asked_for_the_time_without_a_path_or_a_key() {
    let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
    sandbox.set_time_ahead(Service::X, 630);
    let nobody = format!("http://127.0.0.1:{}", harness::free_port());
    let sources = [("OpenAI", sandbox.openai_url()), ("X", sandbox.x_url()), ("nobody", &nobody)];
    let sources =
        sources.map(|(name, url)| TimeSource { name, address: format!("{url}/v1/secret").parse().unwrap() });
    let listener = Listener::default();
    TimeSources::try_new(sources.to_vec()).unwrap().ask(&listener).await;
    let mut told = listener.0.into_inner().unwrap();
    told.sort_unstable();
    assert_eq!(told, [("OpenAI", 0), ("X", 10)]);
    for service in [Service::Openai, Service::X] {
        assert!(
            sandbox.requests(service).is_empty(),
            "what asks for the time alone is no request to the API"
        );
    }
}
