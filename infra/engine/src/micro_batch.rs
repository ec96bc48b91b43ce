//! Micro-batching: a batch is what is queued at this moment. Nobody waits for a batch to fill, but senders that are ready to
//! run come first.

use tokio::sync::mpsc;
use tokio::task::yield_now;

/// Moves what is queued into the batch, at least one and up to the limit; `false` when nobody can send any more.
pub(crate) async fn receive_batch<T>(
    queue: &mut mpsc::Receiver<T>,
    batch: &mut Vec<T>,
    limit: usize,
) -> bool {
    if batch.is_empty() && queue.recv_many(batch, limit).await == 0 {
        return false;
    }
    // Senders that waited for the batch before are woken together, and the runtime runs whoever was woken last next: that
    // is the receiver, as soon as the first of them has sent. Yielding once lets the others send first, so that they share
    // one batch instead of making one each.
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

    use super::receive_batch;

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn senders_that_were_woken_together_are_in_one_batch() {
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
            assert!(receive_batch(&mut waiting, &mut batch, 8).await);
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
        assert!(receive_batch(&mut waiting, &mut batch, 2).await);
        assert_eq!(std::mem::take(&mut batch), [0, 1]);
        assert!(receive_batch(&mut waiting, &mut batch, 2).await);
        assert_eq!(std::mem::take(&mut batch), [2]);
        assert!(!receive_batch(&mut waiting, &mut batch, 2).await);
    }
}
