//! The flows, each with what can be seen of it while a service is away.

mod chat;
mod operating;
mod publishing;
mod running;
mod writing;

use super::expected::Flow;
use super::scene::Scene;

/// Plays the scene's flow; what was seen.
pub(super) async fn play(scene: Scene<'_>) -> anyhow::Result<String> {
    let scene = &scene;
    match scene.flow {
        Flow::Context => writing::context(scene).await,
        Flow::Suggestion => writing::suggestion(scene).await,
        Flow::Edit => writing::edit(scene).await,
        Flow::Button => chat::button(scene).await,
        Flow::Publish => publishing::now(scene).await,
        Flow::Scheduled => publishing::at_a_time(scene).await,
        Flow::Command => running::command(scene).await,
        Flow::After => running::after(scene).await,
        Flow::Chat => chat::command(scene).await,
        Flow::CatchUp => running::catch_up(scene).await,
        Flow::Relay => operating::relay(scene).await,
        Flow::CommandLine => operating::command_line(scene).await,
        Flow::Readiness => operating::readiness(scene).await,
    }
}

/// For flows that wait for nothing.
async fn nothing() -> anyhow::Result<String> {
    Ok(String::new())
}
