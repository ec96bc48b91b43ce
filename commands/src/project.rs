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
use archive::ArchiveProject;
use assign_account::AssignAccount;
use clear_vibe::ClearVibe;
use create::CreateProject;
use describe::DescribeProject;
use forget_texts::ForgetTexts;
use pause::PausePosting;
use resume::ResumePosting;
use set_autopilot::SetAutopilot;
use set_quota::SetQuota;
use set_safety_policy::SetSafetyPolicy;
use set_schedule::SetSchedule;
use set_vibe::SetVibe;

commands! {
    /// Any command of a project.
    ProjectCommand for Project {
        CreateProject, DescribeProject, SetVibe, ClearVibe, SetSafetyPolicy, SetSchedule, SetQuota, AssignAccount,
        PausePosting, ResumePosting, SetAutopilot, ForgetTexts, ArchiveProject,
    }
}
