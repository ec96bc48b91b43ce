//! The table at the end: groups of cases, and how they fared.

use std::collections::BTreeMap;

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, Table};

use crate::case::Case;

/// One row per group, in the order in which the groups first came, and their sum.
pub(crate) fn of_cases(cases: &[Case]) -> String {
    let mut groups: Vec<(&str, Counts)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for case in cases {
        let place = *places.entry(&case.group).or_insert_with(|| {
            groups.push((&case.group, Counts::default()));
            groups.len() - 1
        });
        groups[place].1.take(case);
    }
    let mut all = Counts::default();
    cases.iter().for_each(|case| all.take(case));
    let mut table = new(&["cases", "passed", "failed", "seconds", "longest"]);
    for (name, counts) in groups.iter().map(|(name, counts)| (*name, counts)).chain([("all", &all)]) {
        table.add_row(counts.row(name));
    }
    for column in 1..5 {
        table
            .column_mut(column)
            .expect("the table has five columns")
            .set_cell_alignment(CellAlignment::Right);
    }
    table.to_string()
}

/// A table with this header.
pub(crate) fn new(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(header.to_vec());
    table
}

#[derive(Default)]
struct Counts {
    passed: u64,
    failed: u64,
    seconds: f64,
    longest: f64,
}

impl Counts {
    fn take(&mut self, case: &Case) {
        *(if case.passed { &mut self.passed } else { &mut self.failed }) += 1;
        self.seconds += case.seconds;
        self.longest = self.longest.max(case.seconds);
    }

    fn row(&self, name: &str) -> Vec<String> {
        let seconds = |seconds: f64| format!("{seconds:.1}");
        let counts = [self.passed.to_string(), self.failed.to_string()];
        [name.to_owned()]
            .into_iter()
            .chain(counts)
            .chain([seconds(self.seconds), seconds(self.longest)])
            .collect()
    }
}
