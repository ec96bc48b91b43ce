//! What the model gets to know: assembled from streams and the cache, with the context layers of the suggestion's own
//! context version, so that the record tells what a text was written from.

use domain::id::ProjectId;
use domain::suggestion::Suggestion;
use domain::text::Text;

use crate::port::cache::ActiveContext;
use crate::port::text_generator::Brief;
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
    let words = |text: &Option<Text>| text.as_ref().and_then(Text::as_str).map(str::to_owned);
    // The suggestion records the context version and the vibe of its request. Both may have changed since, so a cached
    // copy counts only where it agrees with the record; otherwise the streams tell.
    let (version, vibe) = (suggestion.context_version, words(&suggestion.vibe));
    let cached = ports.cache.prompt_inputs(id, version, vibe.as_deref()).await;
    let context = match cached.context {
        Some(context) => context,
        None => read_context(ports, id, version).await?,
    };
    Ok(Brief {
        project: id,
        name: project.name.clone(),
        base_description: words(&project.base_description).unwrap_or_default(),
        context: context.layers,
        vibe: cached.vibe.map(|cached| cached.vibe).or(vibe),
        instruction: words(&suggestion.instruction),
        recent_posts: ports.read_models.recent_posts(id, RECENT).await?,
        variants: suggestion.variants_wanted,
    })
}

/// The context from its stream; the newest version is cached for the next suggestion.
async fn read_context(ports: &Ports, id: ProjectId, version: u32) -> Result<ActiveContext, Verdict> {
    let context = ports.aggregates.context(id).await?.state;
    let active = ActiveContext { version, layers: context.words_at(version) };
    if version == context.version() {
        ports.cache.put_context(id, &active).await;
    }
    Ok(active)
}
