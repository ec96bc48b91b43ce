//! Isolation: what one project's event does to the program that cannot read or apply it is noticed by nobody else, is told,
//! and ends by itself, in order and once.

mod crowd;
mod damage;
mod forgetting;
mod load;
mod panics;
mod told;
mod upgrade;

use std::time::Duration;

use anyhow::ensure;
use async_trait::async_trait;
use chrono::TimeDelta;
use commands::faults::Guard;
use serde_json::json;
use tokio::time::{Instant, sleep};

use crate::case::Case;
use crate::options::Options;
use crate::proof::{Cases, Proof};
use crate::stage::due::{self, Due, all_in_time, on_x};
use crate::stage::{Stage, until};
use damage::{Damage, DamagedEvent};
use load::{Latencies, Load};

/// How long the undisturbed project is timed before, as the base of all.
const BASE: Duration = Duration::from_mins(1);
/// Within what time people must be told.
const TOLD: Duration = Duration::from_mins(1);
/// How long a program that can read an event may take to take up what waited: the longest pause between two tries.
const HEALED: Duration = Duration::from_mins(6);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(50);
/// Seconds from now at which posts are due, and how long the load is measured meanwhile.
const DUE: i64 = 18;
const MEASURED: Duration = Duration::from_secs(15);

/// Events that cannot be read or applied.
pub struct Isolation;

#[async_trait(?Send)]
impl Proof for Isolation {
    fn name(&self) -> &'static str {
        "isolation"
    }

    fn shows(&self) -> &'static str {
        "an event that cannot be read or applied holds up its own project alone, is told, and is applied in order when it can be"
    }

    fn guards(&self) -> &'static [Guard] {
        &[Guard::ParkingByKey, Guard::ProjectHold, Guard::BlockedJobs, Guard::ForgettingOvertakes]
    }

    async fn run(&self, options: &Options, cases: &Cases) -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let orders = folder.path().join("panics");
        let file = orders.display().to_string();
        let variables = [("MEMEBOT_PANIC_FILE", file.as_str())];
        let mut stage = Stage::set(options, &variables).await?;
        damage::prepare(&stage).await?;
        cases.plan(Damage::ALL.len() as u64 + panics::CONSUMERS.len() as u64 + 4);
        let broken = options.broken.is_some();
        let base = if broken { None } else { Some(Load::of(&stage)?.during(BASE).await?) };
        // How many events were damaged before.
        let mut number = 0;
        if options.broken != Some(Guard::ForgettingOvertakes) {
            for kind in Damage::ALL {
                let case = case(options, "unreadable", kind.name())
                    .with_fault(format!("an event of one project: {}", kind.what()))
                    .expecting(
                        "the other project's requests and due posts as before; told within a minute, with position and \
                         reason; its own post waits, then goes out once",
                    );
                cases.carry_out(case, unreadable(&mut stage, kind, number, base.as_ref())).await;
                number += 1;
                if cases.is_over() {
                    return Ok(());
                }
            }
        }
        let forgetting = case(options, "forgetting", "overtakes")
            .with_fault("texts of a project are forgotten while an event of it cannot be read")
            .expecting("they are gone from what is shown at once, and stay so");
        cases.carry_out(forgetting, forgetting::overtakes(&stage, number)).await;
        if broken {
            return Ok(());
        }
        for consumer in panics::CONSUMERS {
            let case = case(options, "panicking", consumer)
                .with_fault("its fold or reaction panics for the events of one project")
                .expecting("the other project's requests as before; applied by itself when it does not panic any more");
            cases.carry_out(case, panics::isolated(&stage, &orders, consumer, base.as_ref())).await;
        }
        let crowd = case(options, "many", "ten thousand")
            .with_fault(format!("{} events of one project wait behind one", crowd::EVENTS))
            .expecting("the other project's requests as before, also while they are taken up");
        cases.carry_out(crowd, crowd::taken_up(&stage, number + 1, base.as_ref())).await;
        let beside = case(options, "versions", "beside an older program")
            .with_fault("a second instance forgets an event type")
            .expecting("a command that would write that type is refused with 503 until the older instance has stopped");
        cases.carry_out(beside, upgrade::refused_beside_an_older(&stage)).await;
        let after = case(options, "versions", "an older program alone")
            .with_fault("the program is replaced by one that forgets an event type that was written")
            .expecting("it waits, is told, and is applied in order by the newer program");
        cases.carry_out(after, upgrade::healed_by_the_newer(&mut stage)).await;
        Ok(())
    }
}

fn case(options: &Options, group: &str, name: &str) -> Case {
    Case::new(group, name, options.seed)
}

/// One event of Froglet cannot be read, while Otter Coin is busy.
async fn unreadable(
    stage: &mut Stage,
    kind: Damage,
    number: usize,
    base: Option<&Latencies>,
) -> anyhow::Result<String> {
    let own = stage.outside.projects[0].clone();
    let suggestions = due::approved(&stage.outside, &format!("post{number}x"), 2).await?;
    let at = due::now() + TimeDelta::seconds(DUE);
    let own_post = due::queue(&stage.outside, &suggestions[0], Some(at)).await?;
    let other_post = due::queue(&stage.outside, &suggestions[1], Some(at)).await?;
    damage::arm(stage, &own, kind).await?;
    let key = format!("vibe {number}");
    stage.outside.client.ask("POST", &format!("/api/projects/{own}/vibe"), &key, &vibe(number)).await?;
    let damaged = DamagedEvent::wait(stage, number).await?;
    let waiting = while_it_waits(stage, (kind, &damaged), [&own_post, &other_post], base).await;
    // In any case: the next one begins with a system that is well.
    damaged.restore(stage).await?;
    if number > 0 {
        // The first heals beside the live work, after half a minute; the others are tried at the start of a program.
        stage.app.crash().await?;
    }
    let waiting = waiting?;
    let began = Instant::now();
    told::over(stage, &damaged, HEALED).await?;
    let healed = began.elapsed().as_secs();
    until("the project's post goes out", || on_x(&stage.outside).contains_key(&own_post.text)).await?;
    stage.is_well(&stage.outside.client.ledger.since(0)).await?;
    stage.is_sound().await?;
    Ok(format!("{waiting}; healed after {healed} s, every post once"))
}

/// What the others notice of it, and who is told; then what the project's own commands are answered.
async fn while_it_waits(
    stage: &mut Stage,
    (kind, damaged): (Damage, &DamagedEvent),
    [own_post, other_post]: [&Due; 2],
    base: Option<&Latencies>,
) -> anyhow::Result<String> {
    // One after the other: whoever looks starts programs, which must not be what is measured.
    let told = told::within(stage, damaged, TOLD).await?;
    let slower = Load::of(stage)?.as_before(MEASURED, base).await?;
    until("the other's post goes out", || on_x(&stage.outside).contains_key(&other_post.text)).await?;
    let late = all_in_time(&stage.outside, std::slice::from_ref(other_post))?.num_milliseconds();
    ensure!(
        !on_x(&stage.outside).contains_key(&own_post.text),
        "the project's post went out although an event of it cannot be read"
    );
    // The instance that wrote the event has the state in memory. Another one has to read it.
    stage.app.crash().await?;
    // A state is made of events alone: who acted is told by the metadata.
    if kind != Damage::UnknownActor {
        refused(stage, damaged).await?;
    }
    Ok(format!("{slower}; the other's post {late} ms late; {told}"))
}

fn vibe(number: usize) -> serde_json::Value {
    json!({ "vibe": format!("as quiet as {number}") })
}

/// A command on the stream is refused with words that say why.
async fn refused(stage: &Stage, damaged: &DamagedEvent) -> anyhow::Result<()> {
    let path = format!("/api/projects/{}/vibe", stage.outside.projects[0]);
    let key = format!("refused at {}", damaged.position);
    let (status, answer) = stage.outside.client.once("POST", &path, &key, &vibe(0)).await?;
    ensure!(
        status == 503 && answer["type"] == "/problems/unreadable",
        "the command was answered: {status} {answer}"
    );
    Ok(())
}

/// Waits until it is there; an error when that takes too long, so that the case fails and the proof goes on.
async fn until_found<T>(
    what: &str,
    limit: Duration,
    look: impl AsyncFn() -> anyhow::Result<Option<T>>,
) -> anyhow::Result<T> {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(found) = look().await? {
            return Ok(found);
        }
        ensure!(Instant::now() < deadline, "waited {limit:?} in vain: {what}");
        sleep(PAUSE).await;
    }
}
