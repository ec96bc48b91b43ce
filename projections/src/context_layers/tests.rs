//! Events of a context in, layers and answers out.

use domain::context::event::ContextEvent;

use super::{ContextLayer, ContextLayers, LayerStatus, VersionRange, active_at, by_version, list};
use crate::page::Page;
use crate::testing::{PROJECT, Story, alice, assessment, forgotten, known, projected, rows};

fn added(story: Story, layers: std::ops::RangeInclusive<u32>) -> Story {
    layers.fold(story, |story, layer| {
        let content = known(&format!("layer {layer}"));
        story.context(ContextEvent::ContextAdded { layer, content, added_by: alice() })
    })
}

fn approved(story: Story, layer: u32, context_version: u32) -> Story {
    story.context(ContextEvent::ContextApproved { layer, context_version })
}

fn rolled_back(story: Story, to_version: u32, context_version: u32) -> Story {
    story.context(ContextEvent::ContextRolledBack { to_version, context_version })
}

fn layers(story: &Story) -> Vec<ContextLayer> {
    let mut layers = rows::<ContextLayers>(story);
    layers.sort_by_key(|layer| layer.version);
    layers
}

/// Layers 1 and 2 are approved as versions 1 and 2; version 3 goes back to 1, version 4 to 2.
fn there_and_back() -> Story {
    let story = approved(approved(added(Story::default(), 1..=3), 1, 1), 2, 2);
    rolled_back(rolled_back(story, 1, 3), 2, 4)
}

#[test]
fn a_layer_waits_until_it_is_decided_on() {
    let story = added(Story::default(), 1..=2)
        .context(ContextEvent::ContextAssessed { layer: 1, assessment: assessment(40, "layer") })
        .context(ContextEvent::ContextRejected { layer: 2, reason: Some(known("dull")) });
    let layers = layers(&story);
    assert_eq!((layers[0].status, layers[0].active), (LayerStatus::Pending, false));
    assert_eq!(layers[0].score.map(domain::risk::RiskScore::get), Some(40));
    assert_eq!(layers[0].signals[0].evidence.as_deref(), Some("layer"));
    assert_eq!((layers[1].status, layers[1].reason.as_deref()), (LayerStatus::Rejected, Some("dull")));
    assert_eq!(layers[1].decided_by.as_deref(), Some("telegram:1001"));
}

#[test]
fn a_rollback_makes_active_what_was_active_then() {
    let layers = layers(&there_and_back());
    let range = |from, until| VersionRange { from, until };
    assert_eq!(layers[0].active_versions, [range(1, None)]);
    assert_eq!(layers[1].active_versions, [range(2, Some(2)), range(4, None)]);
    assert_eq!(layers[1].status, LayerStatus::Approved);
    assert_eq!(
        (layers[2].status, layers[2].active_versions.as_slice()),
        (LayerStatus::Pending, [].as_slice())
    );
}

#[test]
fn a_rollback_to_nothing_takes_every_layer_out() {
    let layers = layers(&rolled_back(approved(added(Story::default(), 1..=2), 1, 1), 0, 2));
    assert_eq!((layers[0].status, layers[0].active), (LayerStatus::RolledBack, false));
    assert_eq!(layers[1].status, LayerStatus::Pending);
}

#[test]
fn forgetting_blanks_every_layer_of_the_project() {
    let story = added(Story::default(), 1..=2)
        .context(ContextEvent::ContextAssessed { layer: 1, assessment: assessment(40, "layer") })
        .context(ContextEvent::ContextRejected { layer: 2, reason: Some(known("dull")) })
        .project(forgotten());
    for layer in layers(&story) {
        assert_eq!((layer.content, layer.reason), (None, None));
        assert!(layer.signals.iter().all(|signal| signal.evidence.is_none()));
    }
}

#[tokio::test]
async fn layers_are_listed_by_page_and_by_context_version() {
    let database = projected(&there_and_back()).await;
    let versions = |layers: Vec<ContextLayer>| layers.iter().map(|layer| layer.version).collect::<Vec<_>>();
    let pool = &database.pool;
    assert_eq!(versions(list(pool, PROJECT, Page::first(2)).await.unwrap()), [3, 2]);
    assert_eq!(versions(list(pool, PROJECT, Page::before(2, 2)).await.unwrap()), [1]);
    assert_eq!(by_version(pool, PROJECT, 3).await.unwrap().map(|layer| layer.version), Some(3));
    assert_eq!(by_version(pool, PROJECT, 4).await.unwrap(), None);
    for (context_version, expected) in
        [(0, vec![]), (1, vec![1]), (2, vec![1, 2]), (3, vec![1]), (4, vec![1, 2])]
    {
        assert_eq!(versions(active_at(pool, PROJECT, context_version).await.unwrap()), expected);
    }
}
