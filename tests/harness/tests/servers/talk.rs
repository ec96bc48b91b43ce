//! As much of the Redis and NATS protocols as these tests need.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

/// Sends one Redis command and returns the line that holds the answer.
pub(crate) fn redis(port: u16, command: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("Redis answers");
    write!(stream, "{command}\r\n").expect("Redis reads");
    let mut lines = BufReader::new(stream).lines().map(|line| line.expect("Redis writes"));
    let first = lines.next().expect("Redis answers");
    if first.starts_with('$') && first != "$-1" {
        lines.next().expect("a value follows its length")
    } else {
        first
    }
}

/// Sends one JetStream request and returns the answer's JSON.
pub(crate) fn jetstream(port: u16, request: &str, payload: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("NATS answers");
    let length = payload.len();
    write!(
        stream,
        "CONNECT {{\"verbose\":false}}\r\nSUB answer 1\r\nPUB $JS.API.{request} answer {length}\r\n{payload}\r\n"
    )
    .expect("NATS reads");
    let mut lines = BufReader::new(stream).lines().map(|line| line.expect("NATS writes"));
    lines.find(|line| line.starts_with("MSG answer")).expect("NATS answers");
    lines.next().expect("a payload follows its header")
}
