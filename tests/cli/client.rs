//! A program that talks to `notes serve --stdio`.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::sandbox::Sandbox;

/// Longer than any answer takes on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A program that talks to the server.
pub(crate) struct Client {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
    last_id: i64,
}

impl Client {
    pub(crate) fn start<'a>(sandbox: &Sandbox, args: impl IntoIterator<Item = &'a str>) -> Client {
        let (mut client, output) = Client::spawn(sandbox, args);
        let (sender, lines) = mpsc::channel();
        let output = BufReader::new(output);
        thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        client.lines = lines;
        client
    }

    /// One that leaves the answers where they are.
    pub(crate) fn that_does_not_read(sandbox: &Sandbox) -> (Client, ChildStdout) {
        Client::spawn(sandbox, [])
    }

    fn spawn<'a>(sandbox: &Sandbox, args: impl IntoIterator<Item = &'a str>) -> (Client, ChildStdout) {
        let mut command = sandbox.command(["serve", "--stdio"].into_iter().chain(args));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program can be started");
        let output = child.stdout.take().expect("it is a pipe");
        let (_, lines) = mpsc::channel();
        (Client { input: child.stdin.take(), child, lines, last_id: 0 }, output)
    }

    /// Sends bytes as they are.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let input = self.input.as_mut().expect("it was not closed");
        input.write_all(bytes.as_ref()).and_then(|()| input.flush()).expect("somebody reads");
    }

    /// Sends for as long as somebody reads.
    pub(crate) fn try_send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.input.as_mut().expect("it was not closed").write_all(bytes.as_ref())
    }

    /// The next answer as it was written.
    #[track_caller]
    pub(crate) fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("it answers")
    }

    /// All answers that are still to come, as they are written.
    pub(crate) fn rest(&self) -> impl Iterator<Item = String> {
        self.lines.iter()
    }

    #[track_caller]
    pub(crate) fn answer(&self) -> Value {
        serde_json::from_str(&self.line()).expect("an answer is JSON on one line")
    }

    /// Asks, and waits for the answer.
    #[track_caller]
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        self.send(format!("{}\n", request(self.last_id, method, params)));
        let answer = self.answer();
        assert_eq!((&answer["jsonrpc"], &answer["id"]), (&json!("2.0"), &json!(self.last_id)), "{answer}");
        answer
    }

    #[track_caller]
    pub(crate) fn result(&mut self, method: &str, params: Value) -> Value {
        let mut answer = self.ask(method, params);
        assert!(answer.get("error").is_none(), "{answer}");
        answer["result"].take()
    }

    /// The code of the error, and its message.
    #[track_caller]
    pub(crate) fn error(&mut self, method: &str, params: Value) -> (i64, String) {
        code(&self.ask(method, params))
    }

    /// The places that a search finds, as `path:line`. On a busy machine an answer may say that it is not of now;
    /// then it is asked for again.
    #[track_caller]
    pub(crate) fn found(&mut self, query: &str) -> Vec<String> {
        let begun = Instant::now();
        let mut result = self.result("search", json!({"query": query}));
        while result["index"]["fresh"] != true {
            assert!(begun.elapsed() < PATIENCE, "{result}");
            result = self.result("search", json!({"query": query}));
        }
        let hits = result["hits"].as_array().expect("hits are a list");
        let place = |hit: &Value| format!("{}:{}", hit["path"].as_str().unwrap_or_default(), hit["line"]);
        hits.iter().map(place).collect()
    }

    /// Ends the input.
    pub(crate) fn close(&mut self) {
        self.input = None;
    }

    /// Waits until the process has ended: how, and what it said besides.
    pub(crate) fn end(mut self) -> (ExitStatus, String) {
        let begun = Instant::now();
        while self.child.try_wait().expect("it can be waited for").is_none() {
            assert!(begun.elapsed() < PATIENCE, "it goes on");
            thread::sleep(Duration::from_millis(5));
        }
        let mut said = String::new();
        let mut err = self.child.stderr.take().expect("it is a pipe");
        err.read_to_string(&mut said).expect("it is text");
        (self.child.wait().expect("it has ended"), said)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _already_gone = self.child.kill().and_then(|()| self.child.wait());
    }
}

pub(crate) fn request(id: impl Into<Value>, method: &str, params: Value) -> Value {
    json!({"jsonrpc": "2.0", "id": id.into(), "method": method, "params": params})
}

#[track_caller]
pub(crate) fn code(answer: &Value) -> (i64, String) {
    let error = &answer["error"];
    let code = error["code"].as_i64().unwrap_or_else(|| panic!("{answer} is no error"));
    (code, error["message"].as_str().expect("it says why").to_owned())
}

#[track_caller]
pub(crate) fn ends_well(client: Client) {
    let (status, said) = client.end();
    assert_eq!((status.code(), said.as_str()), (Some(0), ""));
}
