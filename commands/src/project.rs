//! Commands of a project: its settings, its pause, its end.

pub mod archive;
pub mod assign_account;
pub mod clear_vibe;
pub mod create;
pub mod describe;
#[cfg(test)]
pub(crate) mod fixtures;
pub mod forget_texts;
pub mod pause;
pub mod resume;
pub(crate) mod rules;
pub mod set_autopilot;
pub mod set_quota;
pub mod set_safety_policy;
pub mod set_schedule;
pub mod set_vibe;

use domain::project::Project;

use crate::decision::commands;

commands! {
    /// Any command of a project.
    ProjectCommand for Project {
        create::CreateProject,
        describe::DescribeProject,
        set_vibe::SetVibe,
        clear_vibe::ClearVibe,
        set_safety_policy::SetSafetyPolicy,
        set_schedule::SetSchedule,
        set_quota::SetQuota,
        assign_account::AssignAccount,
        pause::PausePosting,
        resume::ResumePosting,
        set_autopilot::SetAutopilot,
        forget_texts::ForgetTexts,
        archive::ArchiveProject,
    }
}
