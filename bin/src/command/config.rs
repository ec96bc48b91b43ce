//! `memebot config`: the settings that count, secrets replaced.
#![expect(clippy::print_stdout, reason = "printing is what this subcommand is for")]

use std::process::ExitCode;

use comfy_table::Table;
use comfy_table::presets::NOTHING;

use crate::settings::{SECTIONS, Settings};

/// Prints every variable, by section, with its value and where that came from.
#[expect(clippy::unnecessary_wraps, reason = "every subcommand has the same form")]
pub(crate) fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    for (title, variables) in SECTIONS {
        let mut table = Table::new();
        table.load_style(NOTHING);
        let named = |name: &str| variables.iter().any(|variable| variable.name == name);
        for setting in settings.effective.iter().filter(|setting| named(setting.name)) {
            table.add_row([setting.name, &setting.value, setting.origin]);
        }
        println!("{title}\n{table}\n");
    }
    Ok(ExitCode::SUCCESS)
}
