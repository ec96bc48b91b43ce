//! The database's clock: wrong from the start, stepped, contradicted by services. Told, held, released.

use std::time::Duration;

use anyhow::{Context, ensure};
use chrono::TimeDelta;
use futures_util::FutureExt;
use harness::{Durability, FakeClock, Servers};
use sandbox::faults::Service;
use serde_json::Value;
use tests::surroundings::ALICE;
use tokio::time::{Instant, sleep};

use super::{Planned, suspension};
use crate::case::Case;
use crate::options::Options;
use crate::stage::due::{self, Due, all_in_time, approved, on_x, queue};
use crate::stage::{Stage, until};

/// Until the scheduled post is due: everything else is done before.
const LEAD: TimeDelta = TimeDelta::seconds(100);
/// How long it may take until a doubt is noticed, or that there is none any more.
const NOTICED: Duration = Duration::from_secs(40);
const PAUSE: Duration = Duration::from_millis(250);
const MOMENT: Duration = Duration::from_secs(3);
const HELD: &str = "nothing scheduled is published";

/// A stage whose PostgreSQL has a clock of its own.
pub(super) struct World {
    pub(super) stage: Stage,
    clock: FakeClock,
    /// Where the clock's file is.
    _folder: tempfile::TempDir,
}

pub(super) fn planned(options: &Options) -> Vec<Planned<'_>> {
    let case = |name: String, expected: &str| Case::new("database", name, options.seed).expecting(expected);
    let wrong = [("+45 s", 45), ("-45 s", -45), ("+10 min", 600), ("-10 min", -600)].map(|(name, ahead)| {
        let expected =
            "scheduled posts held, and told everywhere; publish now goes on; set right, they go out in time";
        let case = case(format!("the database is at {name} from the start"), expected);
        (case, wrong_from_the_start(options, ahead).boxed_local())
    });
    let step = case(
        "the database's clock is stepped by 45 s".to_owned(),
        "held until a person says that it is right; a step back that services confirm holds nothing",
    );
    let services = case(
        "services' dates are off by ten minutes".to_owned(),
        "one of them: owners are told, posts go out in time; two of them: held until they are right",
    );
    let asleep = case(
        "the machine sleeps for twenty minutes".to_owned(),
        "what was due meanwhile goes out, what is due later waits, nothing is held",
    );
    let others = [
        (step, stepped(options).boxed_local()),
        (services, services_off(options).boxed_local()),
        (asleep, suspension::suspended(options).boxed_local()),
    ];
    wrong.into_iter().chain(others).collect()
}

impl World {
    pub(super) async fn set(options: &Options, variables: &[(&str, &str)]) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        // PostgreSQL runs as another user.
        std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
        let clock = FakeClock::try_new(folder.path().join("database-clock"))?;
        let servers = Servers::private_with_clock(Durability::Fast, clock.clone()).await?;
        let variables: Vec<(&str, &str)> = variables.iter().copied().chain([("X_TIMEOUT", "6")]).collect();
        let stage = Stage::set_on(servers, options, &variables, async |_| Ok(())).await?;
        Ok(Self { stage, clock, _folder: folder })
    }

    /// Sets the database's clock.
    pub(super) fn set_database(&self, ahead: i64) -> anyhow::Result<()> {
        self.clock.set_ahead(ahead)
    }

    /// Sets the clocks of all services.
    pub(super) fn set_outside(&self, ahead: i64) {
        for service in [Service::Telegram, Service::Openai, Service::X] {
            self.stage.outside.sandbox.set_time_ahead(service, ahead);
        }
    }

    /// The check `clock` of `/readyz`.
    async fn ready(&self) -> String {
        let answer = self.stage.outside.client.once("GET", "/readyz", "", &Value::Null).await;
        answer.map(|(_, ready)| ready["checks"]["clock"].to_string()).unwrap_or_default()
    }

    async fn held_is(&self, held: bool) -> anyhow::Result<String> {
        let began = Instant::now();
        loop {
            let ready = self.ready().await;
            if !ready.is_empty() && ready.contains(HELD) == held {
                return Ok(ready);
            }
            ensure!(began.elapsed() < NOTICED, "held should be {held} after {NOTICED:?}: {ready}");
            sleep(PAUSE).await;
        }
    }

    /// The hold stands in `status`, `doctor`, `clock` and metrics, and owners are told.
    async fn tells(&self) -> anyhow::Result<()> {
        for arguments in [&["status", "--json"] as &[&str], &["doctor"], &["clock"]] {
            let output = self.stage.app.command(arguments).await?;
            let told = String::from_utf8_lossy(&output.stdout).replace('\n', " ");
            ensure!(
                !output.status.success() && told.contains("nothing scheduled is"),
                "memebot {} does not tell: {told}",
                arguments.join(" ")
            );
        }
        let (_, page) = self.stage.outside.client.once("GET", "/metrics", "", &Value::Null).await?;
        let page = page.as_str().unwrap_or_default();
        ensure!(
            page.lines().any(|line| line.starts_with("memebot_clock_holds ") && !line.ends_with(" 0")),
            "the metrics do not tell"
        );
        self.owners_hear(HELD).await
    }

    async fn owners_hear(&self, words: &str) -> anyhow::Result<()> {
        let telegram = self.stage.outside.sandbox.telegram();
        let heard = || telegram.messages(ALICE, 0).iter().any(|message| message.text.contains(words));
        until(&format!("an owner to be told \"{words}\""), heard).await
    }

    /// What a person wants now goes to X while the other is held.
    async fn publish_now_goes_on(&self, suggestion: &str, held: &Due) -> anyhow::Result<()> {
        let outside = &self.stage.outside;
        let post = queue(outside, suggestion, None).await?;
        until("publish now", || on_x(outside).contains_key(&post.text)).await?;
        ensure!(!on_x(outside).contains_key(&held.text), "what is held went out");
        Ok(())
    }

    async fn is_in_time(&self, post: &Due) -> anyhow::Result<TimeDelta> {
        let left = (post.at - due::now()).to_std().context("the post is due too early for this machine")?;
        sleep(left + MOMENT).await;
        all_in_time(&self.stage.outside, std::slice::from_ref(post))
    }

    async fn restart_with(
        &mut self,
        change: impl AsyncFnOnce(&Self) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        self.stage.app.kill().await?;
        change(self).await?;
        self.stage.app.restart().await
    }
}

async fn wrong_from_the_start(options: &Options, ahead: i64) -> anyhow::Result<String> {
    let mut world = World::set(options, &[]).await?;
    let suggestions = approved(&world.stage.outside, "hail", 2).await?;
    let post = queue(&world.stage.outside, &suggestions[0], Some(due::now() + LEAD)).await?;
    world.restart_with(async |world| world.set_database(ahead)).await?;
    let why = world.held_is(true).await?;
    world.tells().await?;
    if ahead.abs() > 60 {
        world.owners_hear("The database's clock is about").await?;
    }
    world.publish_now_goes_on(&suggestions[1], &post).await?;
    world.set_database(0)?;
    world.held_is(false).await?;
    let late = world.is_in_time(&post).await?;
    Ok(format!("held ({why}), told, released; {} ms late", late.num_milliseconds()))
}

async fn stepped(options: &Options) -> anyhow::Result<String> {
    let world = World::set(options, &[]).await?;
    let outside = &world.stage.outside;
    let suggestions = approved(outside, "fog", 2).await?;
    let post = queue(outside, &suggestions[0], Some(due::now() + TimeDelta::seconds(60))).await?;
    world.set_database(45)?;
    let why = world.held_is(true).await?;
    ensure!(why.contains("has jumped by"), "another reason: {why}");
    world.publish_now_goes_on(&suggestions[1], &post).await?;
    world.tells().await?;
    // By the stepped clock it is due by now; nobody but a person lets it go.
    let early = post.at - TimeDelta::seconds(45);
    sleep((early - due::now()).to_std().unwrap_or_default() + MOMENT).await;
    ensure!(!on_x(outside).contains_key(&post.text), "what is held went out");
    let accepted = world.stage.app.command(&["clock", "--accept", "--reason", "a drill"]).await?;
    ensure!(accepted.status.success(), "memebot clock --accept: {accepted:?}");
    until("what was held", || on_x(outside).contains_key(&post.text)).await?;
    world.held_is(false).await?;
    world.set_database(0)?;
    sleep(MOMENT * 5).await;
    world.held_is(false).await?;
    Ok(format!("held ({why}) until a person said that it is right; set right, nothing is held"))
}

async fn services_off(options: &Options) -> anyhow::Result<String> {
    let mut world = World::set(options, &[]).await?;
    let suggestions = approved(&world.stage.outside, "mist", 3).await?;
    let one = async |world: &World| {
        world.stage.outside.sandbox.set_time_ahead(Service::X, 600);
        anyhow::Ok(())
    };
    world.restart_with(one).await?;
    world.owners_hear("The database's clock is about").await?;
    let post = queue(&world.stage.outside, &suggestions[0], Some(due::now() + TimeDelta::seconds(8))).await?;
    let late = world.is_in_time(&post).await?;
    let post = queue(&world.stage.outside, &suggestions[1], Some(due::now() + LEAD)).await?;
    let two = async |world: &World| {
        world.stage.outside.sandbox.set_time_ahead(Service::Openai, 600);
        anyhow::Ok(())
    };
    world.restart_with(two).await?;
    let why = world.held_is(true).await?;
    world.tells().await?;
    world.publish_now_goes_on(&suggestions[2], &post).await?;
    world.set_outside(0);
    world.held_is(false).await?;
    let later = world.is_in_time(&post).await?;
    Ok(format!(
        "one told of, {} ms late; two held ({why}), released, {} ms late",
        late.num_milliseconds(),
        later.num_milliseconds()
    ))
}
