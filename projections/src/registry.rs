//! Every read model there is.

use std::sync::Arc;

use crate::admins::Admins;
use crate::audit_log::AuditLog;
use crate::context_layers::ContextLayers;
use crate::daily_activity::DailyActivity;
use crate::posts::Posts;
use crate::projector::Projector;
use crate::projects::Projects;
use crate::suggestions::Suggestions;

/// One line per read model.
pub fn all() -> Vec<Arc<dyn Projector>> {
    vec![
        Arc::new(Projects),
        Arc::new(ContextLayers),
        Arc::new(Suggestions),
        Arc::new(Posts),
        Arc::new(Admins),
        Arc::new(AuditLog),
        Arc::new(DailyActivity),
    ]
}

/// The read model of a name; `None` if there is none.
pub fn named(name: &str) -> Option<Arc<dyn Projector>> {
    all().into_iter().find(|projector| projector.name() == name)
}
