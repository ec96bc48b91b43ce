//! Crash injection: every port call has a point before it takes effect and one after, and any of them can be the last.

use std::collections::{BTreeSet, HashMap};
use std::future::{Future, pending};
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

/// Where the program stops, or freezes.
#[derive(Default)]
pub(crate) struct Crash {
    points: Mutex<Points>,
    triggered: Notify,
}

#[derive(Default)]
struct Points {
    passed: usize,
    fatal: BTreeSet<usize>,
    frozen: BTreeSet<usize>,
    /// Where the last one froze who did; none when the last one stopped.
    last: Option<usize>,
    thawed: HashMap<usize, Arc<Notify>>,
}

enum PointAction {
    Pass,
    Stop,
    Freeze(Arc<Notify>),
}

impl Crash {
    /// Stops the program at these points, counted from 0.
    pub(crate) fn at(&self, points: impl IntoIterator<Item = usize>) {
        self.points.lock().unwrap().fatal = points.into_iter().collect();
    }

    /// Freezes whoever comes to one of these points, until [`Self::thaw`].
    pub(crate) fn freeze_at(&self, points: impl IntoIterator<Item = usize>) {
        self.points.lock().unwrap().frozen = points.into_iter().collect();
    }

    /// Lets whoever froze at the point go on.
    pub(crate) fn thaw(&self, point: usize) {
        self.points.lock().unwrap().thawed[&point].notify_one();
    }

    /// How many points were passed.
    pub(crate) fn passed(&self) -> usize {
        self.points.lock().unwrap().passed
    }

    /// Waits until somebody stops or freezes; the point, when it is a freeze.
    pub(crate) async fn triggered(&self) -> Option<usize> {
        self.triggered.notified().await;
        self.points.lock().unwrap().last
    }

    /// A call with its two points.
    pub(crate) async fn around<T>(&self, call: impl Future<Output = T>) -> T {
        self.point().await;
        let answer = call.await;
        self.point().await;
        answer
    }

    /// One point.
    pub(crate) async fn point(&self) {
        match self.next() {
            PointAction::Pass => {}
            PointAction::Stop => {
                self.triggered.notify_one();
                pending::<()>().await;
            }
            PointAction::Freeze(thawed) => {
                self.triggered.notify_one();
                thawed.notified().await;
            }
        }
    }

    fn next(&self) -> PointAction {
        let mut points = self.points.lock().unwrap();
        let point = points.passed;
        points.passed += 1;
        if points.fatal.contains(&point) {
            points.last = None;
            PointAction::Stop
        } else if points.frozen.contains(&point) {
            points.last = Some(point);
            PointAction::Freeze(Arc::clone(points.thawed.entry(point).or_default()))
        } else {
            PointAction::Pass
        }
    }
}
