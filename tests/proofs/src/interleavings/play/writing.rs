//! The writers beside the buses: transactions that begin here and end there.

use anyhow::Result;
use domain::stream::StreamId;
use sqlx::PgConnection;

use super::Play;
use crate::interleavings::beside;
use crate::interleavings::notes::Beside;
use crate::interleavings::schedule::{Change, End};

/// A transaction that is open.
pub(super) struct Open {
    session: PgConnection,
    /// What is noted of it so far.
    pub(super) noted: Beside,
}

impl Play<'_> {
    /// Begins unless this would have to wait for somebody who waits for us.
    pub(super) async fn begin(&self, writer: usize, change: Change) -> Result<()> {
        let start = self.tick();
        let event = beside::Recorded::new(self.world, change, start);
        let other = self.stream_of(1 - writer).await;
        let mut open = self.open[writer].lock().await;
        if open.is_some()
            || (!self.schedule.free && (self.is_sending() || other == Some(event.stream.clone())))
        {
            return Ok(());
        }
        let mut session = match self.house.sessions[writer].lock().await.take() {
            Some(session) => session,
            None => self.house.session().await?,
        };
        // whoever is faster takes the sequence: then this transaction comes to nothing
        if event.insert(&mut session, self.world).await.is_err() {
            return self.close(writer, session, End::RollBack).await;
        }
        let (command, stream) = (event.command, event.stream);
        let noted = Beside { command, event: event.event, stream, start, committed: None };
        *open = Some(Open { session, noted });
        Ok(())
    }

    async fn stream_of(&self, writer: usize) -> Option<StreamId> {
        if self.schedule.free {
            return None;
        }
        self.open[writer].lock().await.as_ref().map(|open| open.noted.stream.clone())
    }

    /// Ends what the writer has open, if anything; what waited for it is awaited.
    pub(super) async fn end(&self, writer: usize, how: End) -> Result<()> {
        let Some(Open { session, mut noted }) = self.open[writer].lock().await.take() else { return Ok(()) };
        self.close(writer, session, how).await?;
        noted.committed = (how == End::Commit).then(|| self.tick());
        self.notes().kills += u64::from(how == End::Kill);
        self.notes().beside.push(noted);
        let free = self.open.iter().all(|open| open.try_lock().is_ok_and(|open| open.is_none()));
        if free { self.await_sent().await } else { Ok(()) }
    }

    async fn close(&self, writer: usize, session: PgConnection, how: End) -> Result<()> {
        *self.house.sessions[writer].lock().await = beside::end(session, &self.house.pool, how).await?;
        Ok(())
    }
}
