//! A NATS server that lets nobody in, and repeats what it was told when it says so.

use std::net::Ipv4Addr;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

const INFO: &str = r#"INFO {"server_id":"gate","server_name":"gate","version":"2.10.0","go":"go","host":"127.0.0.1","port":1,"headers":true,"max_payload":1048576,"proto":1,"auth_required":true,"nonce":"c2VjcmV0LW5vbmNl"}"#;

/// The server; it ends with this value.
pub(super) struct Gatekeeper {
    /// Where it listens: host and port.
    pub(super) address: String,
    serving: JoinHandle<()>,
}

impl Gatekeeper {
    /// Begins to listen.
    pub(super) async fn begin() -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?.to_string();
        let serving = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(refuse(client));
            }
        });
        Ok(Self { address, serving })
    }
}

impl Drop for Gatekeeper {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn refuse(mut client: TcpStream) -> std::io::Result<()> {
    let (reading, mut writing) = client.split();
    writing.write_all(format!("{INFO}\r\n").as_bytes()).await?;
    let mut told = String::new();
    BufReader::new(reading).read_line(&mut told).await?;
    let told = told.trim().replace('\'', "");
    writing.write_all(format!("-ERR 'Authorization Violation: {told}'\r\n").as_bytes()).await?;
    writing.shutdown().await
}
