//! A door before a service: a TCP port of its own that passes everything on, falls silent, or refuses connections.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use anyhow::Context;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::sleep;

/// Before the port is taken again, if somebody still holds it.
const PAUSE: Duration = Duration::from_millis(20);
const HOST: &str = "127.0.0.1:";

/// What a door does with connections and bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage {
    /// Everything passes.
    Open,
    /// Connections stand, new ones are taken, and no byte passes until it is open again: a network that swallows.
    Silent,
    /// Connections are cut, new ones are refused.
    Shut,
}

/// A door; dropping it cuts what passes through it.
pub struct Door {
    passage: watch::Sender<Passage>,
}

impl Door {
    /// Puts one before the address in this URL, which then leads to the door.
    ///
    /// # Errors
    /// When the URL does not lead to a port of 127.0.0.1.
    pub async fn before(url: &mut String) -> anyhow::Result<Self> {
        let target: u16 = port(url).with_context(|| format!("{url} names no port of 127.0.0.1"))?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("open a door")?;
        let (address, target) = (listener.local_addr()?, SocketAddr::from((Ipv4Addr::LOCALHOST, target)));
        *url = url.replace(&format!("{HOST}{}", target.port()), &address.to_string());
        let passage = watch::Sender::new(Passage::Open);
        tokio::spawn(keep(listener, target, passage.subscribe()));
        Ok(Self { passage })
    }

    /// Opens or shuts it, or makes it silent.
    pub fn set(&self, passage: Passage) {
        self.passage.send_replace(passage);
    }
}

fn port(url: &str) -> Option<u16> {
    let (_, rest) = url.split_once(HOST)?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Takes connections until the door is gone.
async fn keep(mut listener: TcpListener, target: SocketAddr, mut passage: watch::Receiver<Passage>) {
    let Ok(address) = listener.local_addr() else { return };
    loop {
        tokio::select! {
            accepted = listener.accept() => if let Ok((client, _)) = accepted {
                tokio::spawn(converse(client, target, passage.clone()));
            },
            shut = is(&mut passage, |passage| passage == Passage::Shut) => {
                drop(listener);
                if !shut || !is(&mut passage, |passage| passage != Passage::Shut).await {
                    return;
                }
                listener = loop {
                    match TcpListener::bind(address).await {
                        Ok(listener) => break listener,
                        Err(_) => sleep(PAUSE).await,
                    }
                };
            }
        }
    }
}

async fn converse(client: TcpStream, target: SocketAddr, passage: watch::Receiver<Passage>) {
    let (mut first, mut shut) = (passage.clone(), passage.clone());
    let passing = async {
        if !is(&mut first, |passage| passage == Passage::Open).await {
            return;
        }
        let Ok(server) = TcpStream::connect(target).await else { return };
        client.set_nodelay(true).and_then(|()| server.set_nodelay(true)).ok();
        let ((asking, asked), (answering, answered)) = (client.into_split(), server.into_split());
        tokio::join!(pump(asking, answered, passage.clone()), pump(answering, asked, passage));
    };
    tokio::select! {
        () = passing => {}
        _ = is(&mut shut, |passage| passage == Passage::Shut) => {}
    }
}

async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut passage: watch::Receiver<Passage>,
) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        let open = is(&mut passage, |passage| passage == Passage::Open).await;
        if !open || to.write_all(&bytes[..count]).await.is_err() {
            return;
        }
    }
    to.shutdown().await.ok();
}

/// Waits until the door is so; false when there is no door any more.
async fn is(passage: &mut watch::Receiver<Passage>, so: impl Fn(Passage) -> bool) -> bool {
    passage.wait_for(|passage| so(*passage)).await.is_ok()
}
