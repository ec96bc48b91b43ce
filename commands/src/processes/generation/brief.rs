//! The brief (prompt) of the model: assembled from streams, with the context layers of the suggestion's own
//! context version (cached), so that the record tells what a text was written from.

use domain::id::ProjectId;
use domain::suggestion::Suggestion;
use domain::text::Text;

use crate::port::cache::ActiveContext;
use crate::port::writer::Brief;
use crate::process::Verdict;
use crate::processes::Ports;

/// Latest posts shown to the model, so that it does not repeat them.
const RECENT: u32 = 10;

/// Assembles the brief of a suggestion.
pub(super) async fn assemble(
    ports: &Ports,
    id: ProjectId,
    suggestion: &Suggestion,
) -> Result<Brief, Verdict> {
    let project = ports.aggregates.project(id).await?.state;
    let context = active_context(ports, id, suggestion.context_version).await?;
    let words = |text: &Option<Text>| text.as_ref().and_then(Text::as_str).map(str::to_owned);
    Ok(Brief {
        project: id,
        name: project.name.clone(),
        base_description: words(&project.base_description).unwrap_or_default(),
        context: context.layers,
        vibe: words(&suggestion.vibe),
        instruction: words(&suggestion.instruction),
        recent_posts: ports.readings.recent_posts(id, RECENT).await?,
        variants: suggestion.variants_wanted,
    })
}

async fn active_context(ports: &Ports, id: ProjectId, version: u32) -> Result<ActiveContext, Verdict> {
    if let Some(cached) = ports.cache.context(id).await.filter(|cached| cached.version == version) {
        return Ok(cached);
    }
    let context = ports.aggregates.context(id).await?.state;
    let active = ActiveContext { version, layers: context.words_at(version) };
    if version == context.version() {
        ports.cache.put_context(id, &active).await;
    }
    Ok(active)
}
