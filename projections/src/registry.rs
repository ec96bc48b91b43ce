//! Every read model there is.

use std::sync::Arc;

use crate::admins::Admins;
use crate::audit_logs::AuditLogs;
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
        Arc::new(AuditLogs),
        Arc::new(DailyActivity),
    ]
}

/// The read model of a name; `None` if there is none.
pub fn named(name: &str) -> Option<Arc<dyn Projector>> {
    all().into_iter().find(|projector| projector.name() == name)
}

#[cfg(test)]
mod tests {
    use super::{Admins, AuditLogs, ContextLayers, DailyActivity, Posts, Projects, Suggestions, all};
    use crate::projection::Projection;
    use crate::testing::{Story, everything, rows};
    use domain::event::EventKind;
    use serde_json::{Map, Value};
    use std::collections::BTreeMap;
    use std::fmt::Write as _;
    use std::sync::Arc;

    type Rows = BTreeMap<String, Map<String, Value>>;

    fn rows_by_key<P: Projection>(story: &Story) -> Rows {
        let rows = rows::<P>(story).into_iter().map(|row| serde_json::to_value(row).unwrap());
        let rows = rows.filter_map(|row| row.as_object().cloned());
        let key = |row: &Map<String, Value>| {
            P::KEY.iter().map(|column| row[*column].to_string()).collect::<Vec<_>>().join("/")
        };
        rows.map(|row| (key(&row), row)).collect()
    }

    /// What each event of the story changes in a read model: new rows, and the fields of others.
    fn changes<P: Projection>() -> String {
        let (whole, mut story, mut before) = (everything(), Story::default(), Rows::new());
        let mut told = format!("{}\n", P::NAME);
        for event in whole.events {
            let name = event.event.kind().name;
            story.events.push(event);
            let rows = rows_by_key::<P>(&story);
            for (key, row) in &rows {
                let old = before.get(key);
                let is_new = |field: &str, value: &Value| old.and_then(|old| old.get(field)) != Some(value);
                let fields = row.iter().filter(|(field, value)| is_new(field, value));
                let fields: Vec<String> = fields.map(|(field, value)| format!("{field}: {value}")).collect();
                if !fields.is_empty() {
                    let what = if old.is_some() { key.as_str() } else { "new" };
                    writeln!(told, "  {name}, {what}: {}", fields.join(", ")).unwrap();
                }
            }
            for gone in before.keys().filter(|key| !rows.contains_key(*key)) {
                writeln!(told, "  {name}, {gone}: gone").unwrap();
            }
            before = rows;
        }
        told
    }

    /// What is forgotten at once and once more in its place ends as if it had waited, wherever the events began to wait.
    fn forgets_twice<P: Projection>() {
        let whole = everything();
        let last = whole.events.iter().rposition(|event| event.event.kind() == EventKind::TextsForgotten);
        let (until, forgets) = (last.unwrap(), Arc::clone(&whole.events[last.unwrap()]));
        let in_order = rows_by_key::<P>(&Story { events: whole.events[..=until].to_vec() });
        for parked_from in 0..until {
            let mut events = whole.events[..=until].to_vec();
            events.insert(parked_from, Arc::clone(&forgets));
            let overtaken = rows_by_key::<P>(&Story { events });
            assert_eq!(overtaken, in_order, "{} parked from {parked_from}", P::NAME);
        }
    }

    #[test]
    fn forgetting_may_overtake_what_is_parked() {
        forgets_twice::<Projects>();
        forgets_twice::<ContextLayers>();
        forgets_twice::<Suggestions>();
        forgets_twice::<Posts>();
        forgets_twice::<Admins>();
        forgets_twice::<AuditLogs>();
        forgets_twice::<DailyActivity>();
    }

    #[test]
    fn every_event_changes_what_it_tells_and_nothing_else() {
        let told = [
            changes::<Projects>(),
            changes::<ContextLayers>(),
            changes::<Suggestions>(),
            changes::<Posts>(),
            changes::<Admins>(),
            changes::<AuditLogs>(),
            changes::<DailyActivity>(),
        ];
        assert_eq!(told.len(), all().len(), "a read model is missing here");
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(told.concat());
        });
    }
}
