//! The strike: kills what the plan says, where or when it says, and starts it again.

use std::os::unix::process::ExitStatusExt;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use harness::Servers;
use sandbox::Sandbox;
use sandbox::faults::{Fault as Misbehaviour, FaultKind, Service};
use tests::app::App;
use tokio::time::{Instant, sleep, timeout};

use super::plan::{Fault, Plan, Server};

/// A point that was not reached within this time under load is not on the way.
const REACHED: Duration = Duration::from_secs(90);
/// How long a server stays away.
const AWAY: Duration = Duration::from_millis(300);
/// How long X holds a request on the wire: less than the binary waits for it.
const ON_THE_WIRE: u64 = 700;

/// What happened, in a few words.
pub(super) async fn strike(
    app: &mut App,
    servers: &Servers,
    sandbox: &Sandbox,
    plan: &Plan,
) -> anyhow::Result<String> {
    match plan.fault {
        Fault::Point(..) => at_point(app, plan.crash_point().unwrap_or_default()).await,
        Fault::Wire { took_effect } => on_the_wire(app, sandbox, took_effect).await,
        Fault::Moment(after) => {
            sleep(Duration::from_millis(after)).await;
            app.kill().await?;
            revived(app, Instant::now()).await
        }
        Fault::Server(server, after) => {
            sleep(Duration::from_millis(after)).await;
            strike_server(servers, server).await
        }
    }
}

/// Starts the binary anew with a point chosen, and waits for its death there.
async fn at_point(app: &mut App, point: String) -> anyhow::Result<String> {
    app.kill().await?;
    let began = Instant::now();
    app.launch(&[("MEMEBOT_CRASH".to_owned(), point.clone())])?;
    let Ok(status) = timeout(REACHED, app.ended()).await else {
        app.kill().await?;
        app.restart().await?;
        bail!("{point} was not reached within {REACHED:?}");
    };
    let status = status?;
    let lived = began.elapsed().as_secs_f64();
    ensure!(status.signal() == Some(9), "memebot ended with {status}:\n{}", app.log_tail());
    Ok(format!("died after {lived:.1} s, {}", revived(app, Instant::now()).await?))
}

async fn on_the_wire(app: &mut App, sandbox: &Sandbox, took_effect: bool) -> anyhow::Result<String> {
    let slow = FaultKind::Delay { delay_ms: ON_THE_WIRE, after_effect: took_effect };
    let before = posts(sandbox);
    sandbox.inject(Service::X, Misbehaviour::always(slow).on("/2/tweets").with_method("POST").times(1));
    let deadline = Instant::now() + REACHED;
    while posts(sandbox) == before {
        ensure!(Instant::now() < deadline, "no request to X within {REACHED:?}");
        sleep(Duration::from_millis(5)).await;
    }
    app.kill().await?;
    revived(app, Instant::now()).await
}

/// Requests to post that have reached X.
fn posts(sandbox: &Sandbox) -> usize {
    let requests = sandbox.requests(Service::X);
    requests.iter().filter(|request| request.method == "POST" && request.path == "/2/tweets").count()
}

async fn strike_server(servers: &Servers, server: Server) -> anyhow::Result<String> {
    let began = Instant::now();
    let victim = match server {
        Server::Nats => servers.nats.private()?,
        Server::Redis => servers.redis.private()?,
        Server::PostgresAborted | Server::PostgresKilled => servers.postgres.private()?,
    };
    match server {
        Server::Nats | Server::Redis => victim.wipe().await?,
        Server::PostgresAborted => victim.abort().await?,
        Server::PostgresKilled => victim.kill().await?,
    }
    sleep(AWAY).await;
    victim.start().await.context("start the server again")?;
    Ok(format!("away for {:.1} s", began.elapsed().as_secs_f64()))
}

async fn revived(app: &mut App, began: Instant) -> anyhow::Result<String> {
    app.restart().await?;
    Ok(format!("ready again in {:.1} s", began.elapsed().as_secs_f64()))
}
