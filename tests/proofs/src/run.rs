//! Carrying a proof out: cases come in, progress is shown, and at the end there are a table and a report.

use std::io::{IsTerminal, Write};
use std::time::Instant;

use tokio::sync::{mpsc, watch};

use crate::case::Case;
use crate::options::Options;
use crate::proof::{Cases, Proof};
use crate::report::{Lines, Report};
use crate::table;

/// Carries it out; the report has been written and shown.
pub async fn run(proof: &dyn Proof, options: &Options) -> anyhow::Result<Report> {
    let mut out = std::io::stdout();
    writeln!(out, "{}: {}", proof.name(), proof.shows())?;
    if let Some(guard) = options.broken {
        writeln!(out, "taken away: {} ({})", guard.name(), guard.what())?;
    }
    let (ended, incoming) = mpsc::unbounded_channel();
    let (planned, over) = (watch::Sender::new(0), watch::Sender::new(false));
    let cases = Cases::new(ended, planned.clone(), over.subscribe());
    let began = Instant::now();
    let desk =
        Desk { lines: Lines::begin(proof.name(), options)?, planned: planned.subscribe(), over, began };
    let proving = async {
        let end = proof.run(options, &cases).await;
        drop(cases);
        end
    };
    let (end, cases) = tokio::join!(proving, desk.take(incoming, options.broken.is_some()));
    let cases = cases?;
    let report = Report::of(proof, options, &cases, &end, began.elapsed().as_secs_f64());
    let path = report.write()?;
    writeln!(out, "{}", table::of_cases(&cases))?;
    if let Err(error) = &end {
        writeln!(out, "{} broke off: {error:#}", proof.name())?;
    }
    for case in cases.iter().filter(|case| !case.passed).take(10) {
        writeln!(
            out,
            "failed: {} (seed {}): expected {}; {}",
            case.name, case.seed, case.expected, case.observed
        )?;
    }
    match (options.broken, &report.caught_by) {
        (Some(guard), Some(case)) => writeln!(out, "without {} it fails, as it must: {case}", guard.name())?,
        (Some(guard), None) => writeln!(out, "{} was taken away and nothing noticed", guard.name())?,
        (None, _) => {}
    }
    let Report { cases, failed, seconds, .. } = report;
    writeln!(out, "{}: {cases} cases, {failed} failed, {seconds} s; {}", proof.name(), path.display())?;
    Ok(report)
}

/// Takes cases in.
struct Desk {
    lines: Lines,
    planned: watch::Receiver<u64>,
    over: watch::Sender<bool>,
    began: Instant,
}

impl Desk {
    async fn take(
        mut self,
        mut incoming: mpsc::UnboundedReceiver<Case>,
        first_is_enough: bool,
    ) -> anyhow::Result<Vec<Case>> {
        let (mut cases, mut failed) = (Vec::new(), 0);
        while let Some(case) = incoming.recv().await {
            self.lines.add(&case)?;
            failed += u64::from(!case.passed);
            if first_is_enough && failed > 0 {
                self.over.send_replace(true);
            }
            cases.push(case);
            self.show(&cases, failed)?;
        }
        if std::io::stdout().is_terminal() {
            writeln!(std::io::stdout())?;
        }
        Ok(cases)
    }

    /// One line that is written over on a terminal; elsewhere a line for every twentieth part and every failure.
    fn show(&self, cases: &[Case], failed: u64) -> anyhow::Result<()> {
        let Some(last) = cases.last() else { return Ok(()) };
        let (done, all) = (cases.len() as u64, (*self.planned.borrow()).max(cases.len() as u64));
        let elapsed = self.began.elapsed();
        let left = elapsed.as_secs() * (all - done) / done;
        let line = format!(
            "{done}/{all}, {failed} failed, about {}:{:02} left; {} {} after {:.1} s",
            left / 60,
            left % 60,
            last.name,
            if last.passed { "passed" } else { "FAILED" },
            last.seconds
        );
        let mut out = std::io::stdout();
        if out.is_terminal() {
            write!(out, "\r\x1b[2K{line}")?;
            out.flush()?;
        } else if !last.passed || done == all || done % (all / 20).max(1) == 0 {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}
