//! Gathering: a batch is what waits. Nobody waits for a batch to fill, but whoever is ready to run comes first.

use tokio::sync::mpsc;
use tokio::task::yield_now;

/// Takes what waits into the batch, at least one and up to the limit; `false` when nobody can send any more.
///
/// Those who waited for the batch before are woken together, and the runtime runs whoever was woken last next: that is
/// the taker, as soon as the first of them has sent. So the others run first, once.
pub(crate) async fn gather<T>(queue: &mut mpsc::Receiver<T>, batch: &mut Vec<T>, limit: usize) -> bool {
    if batch.is_empty() && queue.recv_many(batch, limit).await == 0 {
        return false;
    }
    yield_now().await;
    while batch.len() < limit
        && let Ok(next) = queue.try_recv()
    {
        batch.push(next);
    }
    true
}

#[cfg(test)]
mod tests {
    use tokio::sync::{mpsc, oneshot};

    use super::gather;

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn those_who_were_woken_together_are_in_one_batch() {
        let batch = tokio::spawn(async {
            let (queue, mut waiting) = mpsc::channel(8);
            let (wake, woken): (Vec<_>, Vec<_>) = (0..5).map(|_| oneshot::channel::<()>()).unzip();
            for (number, woken) in (0..).zip(woken) {
                let queue = queue.clone();
                tokio::spawn(async move {
                    woken.await.unwrap();
                    queue.send(number).await.unwrap();
                });
            }
            // until all of them wait
            tokio::task::yield_now().await;
            wake.into_iter().for_each(|wake| wake.send(()).unwrap());
            let mut batch = Vec::new();
            assert!(gather(&mut waiting, &mut batch, 8).await);
            batch.sort_unstable();
            batch
        });
        assert_eq!(batch.await.unwrap(), [0, 1, 2, 3, 4]);
    }

    #[tokio::test]
    async fn keeps_to_the_limit_and_ends_with_the_last_sender() {
        let (queue, mut waiting) = mpsc::channel(8);
        for number in 0..3 {
            queue.send(number).await.unwrap();
        }
        drop(queue);
        let mut batch = Vec::new();
        assert!(gather(&mut waiting, &mut batch, 2).await);
        assert_eq!(std::mem::take(&mut batch), [0, 1]);
        assert!(gather(&mut waiting, &mut batch, 2).await);
        assert_eq!(std::mem::take(&mut batch), [2]);
        assert!(!gather(&mut waiting, &mut batch, 2).await);
    }
}
