//! What is compiled in: nothing that could open a connection, nothing that is known to be bad.

use std::process::Command;

use crate::sources::{code, is_test, read, rust_files, workspace};

/// Crates that talk to a network, or are there for those that do.
const NETWORK: [&str; 25] = [
    "async-std",
    "attohttpc",
    "curl",
    "curl-sys",
    "h2",
    "hickory-resolver",
    "hyper",
    "isahc",
    "libssh2-sys",
    "minreq",
    "native-tls",
    "openssl",
    "openssl-sys",
    "quinn",
    "reqwest",
    "rustls",
    "smol",
    "socket2",
    "surf",
    "tiny_http",
    "tokio",
    "tonic",
    "trust-dns-resolver",
    "tungstenite",
    "ureq",
];

/// What a source would have to say that opens one.
const SOCKETS: [&str; 9] = [
    "std::net",
    "unix::net",
    "TcpListener",
    "TcpStream",
    "UdpSocket",
    "UnixDatagram",
    "UnixListener",
    "UnixStream",
    "libc::socket",
];

/// YAML readers that are unmaintained, unsound or hang on hostile input.
const UNSOUND: [&str; 3] = ["serde_yaml", "serde_yml", "zhconv"];

#[test]
fn no_dependency_knows_a_network() {
    let lock = read(&workspace().join("Cargo.lock"));
    let names: Vec<&str> =
        lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(names.contains(&"tantivy"), "the names are read");
    for forbidden in NETWORK.iter().chain(&UNSOUND) {
        assert!(!names.contains(forbidden), "{forbidden} is compiled in");
    }
}

#[test]
fn cargo_deny_forbids_the_same() {
    let listed = read(&workspace().join("deny.toml"));
    let listed =
        listed.lines().filter_map(|line| line.trim().strip_prefix("{ crate = \"")?.strip_suffix("\" },"));
    assert!(listed.eq(NETWORK.into_iter().chain(UNSOUND)));
}

/// mio waits for the kernel's word of changed files; its sockets are a feature of their own.
#[test]
fn sockets_are_not_compiled_in() {
    let cargo = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--workspace", "--edges", "features", "--invert", "mio"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let features = String::from_utf8_lossy(&cargo.stdout);
    assert!(
        features.contains("mio feature \"os-ext\""),
        "{features}{}",
        String::from_utf8_lossy(&cargo.stderr)
    );
    assert!(!features.contains("mio feature \"net\""), "{features}");
}

#[test]
fn no_source_opens_a_connection() {
    let files = ["crates/notes-index/src", "crates/notes-cli/src"].into_iter().flat_map(rust_files);
    for (path, text) in files.filter(|(path, _)| !is_test(path)) {
        for word in SOCKETS {
            assert!(!code(&text).contains(word), "{path} says {word}");
        }
    }
}
