//! `memebot-servers`: what it hands to its command, and that no end of it leaves anything behind.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use harness::{Durability, Servers, eventually};
use rustix::process::{Pid, Signal, kill_process};
use sqlx::{Connection, PgConnection};

use crate::installed;

const SOON: Duration = Duration::from_secs(20);

fn runner() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_memebot-servers"));
    command.env_remove("DATABASE_URL").env_remove("NATS_URL").env_remove("REDIS_URL");
    command
}

/// A runner in the foreground, what it said, and where its data is.
struct Up {
    child: Child,
    urls: Vec<String>,
    folder: PathBuf,
}

impl Up {
    async fn start() -> Self {
        let mut child = runner().arg("up").stdout(Stdio::piped()).spawn().expect("the runner starts");
        let lines = BufReader::new(child.stdout.take().expect("its output is piped")).lines();
        let urls: Vec<String> = lines
            .map(|line| line.expect("a line of text"))
            .map(|line| line.split('\'').nth(1).expect("export NAME='address'").to_owned())
            .take(3)
            .collect();
        let mut connection = PgConnection::connect(&urls[0]).await.expect("PostgreSQL answers");
        let data: String = sqlx::query_scalar("SHOW data_directory")
            .fetch_one(&mut connection)
            .await
            .expect("the folder is known");
        let folder = Path::new(&data).parent().expect("the run's folder").to_path_buf();
        Self { child, urls, folder }
    }

    fn send(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).expect("the runner lives");
    }

    fn listening(&self) -> usize {
        let addresses = self.urls.iter().map(|url| {
            let address = url.rsplit(['@', '/']).find(|part| part.contains("127.0.0.1")).expect("an address");
            address.trim_end_matches("/postgres")
        });
        addresses.filter(|address| TcpStream::connect(address).is_ok()).count()
    }
}

fn output_of(command: &mut Command) -> Output {
    command.output().expect("the runner runs")
}

#[tokio::test]
async fn a_signal_ends_everything_and_deletes_the_data() {
    if !installed() {
        return;
    }
    for signal in [Signal::TERM, Signal::INT] {
        let mut up = Up::start().await;
        assert_eq!(up.listening(), 3);
        up.send(signal);
        let status = up.child.wait().expect("the runner ends");
        assert_eq!(status.code(), Some(128 + signal.as_raw()));
        assert_eq!(up.listening(), 0);
        assert!(!up.folder.exists());
    }
}

#[tokio::test]
async fn no_server_survives_when_the_runner_is_killed_and_the_next_run_deletes_the_data() {
    if !installed() {
        return;
    }
    let mut up = Up::start().await;
    up.send(Signal::KILL);
    up.child.wait().expect("the runner is gone");
    eventually("all three servers end", SOON, async || (up.listening() == 0).then_some(())).await;
    drop(Servers::private(Durability::Fast).await.expect("the servers start"));
    assert!(!up.folder.exists());
}

#[test]
fn the_command_finds_the_servers_and_its_exit_code_is_passed_on() {
    if !installed() {
        return;
    }
    let script = "echo $DATABASE_URL $NATS_URL $REDIS_URL; exit 7";
    let output = output_of(runner().args(["run", "--", "sh", "-c", script]));
    assert_eq!(output.status.code(), Some(7));
    let said = String::from_utf8(output.stdout).expect("text");
    let schemes: Vec<&str> = said.split(' ').filter_map(|url| url.split("://").next()).collect();
    assert_eq!(schemes, ["postgres", "nats", "redis"]);
}

#[test]
fn a_command_that_does_not_exist_is_named() {
    if !installed() {
        return;
    }
    let output = output_of(runner().args(["run", "--", "no-such-command"]));
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("start no-such-command"));
}

#[tokio::test]
async fn given_servers_are_used_and_left_as_they_were() {
    if !installed() {
        return;
    }
    let servers = Servers::private(Durability::Fast).await.expect("the servers start");
    let mut command = runner();
    command.envs(servers.environment()).args(["run", "--", "sh", "-c"]);
    let output = output_of(command.arg("echo $DATABASE_URL; echo memebot_test_${MEMEBOT_TEST_RUN}_left"));
    let said = String::from_utf8(output.stdout).expect("text");
    assert_eq!(said.lines().next(), Some(servers.postgres.url()));
    assert!(said.lines().nth(1).is_some_and(|name| name.len() == "memebot_test_0123456789ab_left".len()));
    assert!(servers.postgres.private().expect("it is a private one").is_running());
}

#[tokio::test]
async fn a_signal_reaches_what_the_command_started() {
    if !installed() {
        return;
    }
    let script = "sh -c 'echo $$; exec sleep 1000' & wait";
    let mut child =
        runner().args(["run", "--", "sh", "-c", script]).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output is piped")).read_line(&mut line).expect("a line");
    let grandchild = Path::new("/proc").join(line.trim());
    assert!(grandchild.exists());
    kill_process(Pid::from_child(&child), Signal::TERM).expect("the runner lives");
    assert_eq!(child.wait().expect("the runner ends").code(), Some(128 + Signal::TERM.as_raw()));
    eventually("the grandchild ends", SOON, async || (!grandchild.exists()).then_some(())).await;
}
