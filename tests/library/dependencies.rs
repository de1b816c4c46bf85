//! What is compiled in: nothing that could open a connection, nothing that is known to be bad.

use std::path::Path;
use std::process::Command;

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

/// YAML readers that are unmaintained, unsound or hang on hostile input.
const UNSOUND: [&str; 3] = ["serde_yaml", "serde_yml", "zhconv"];

#[test]
fn no_dependency_knows_a_network() {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    let lock = std::fs::read_to_string(lock).unwrap();
    let names: Vec<&str> =
        lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(names.contains(&"tantivy"), "the names are read");
    for forbidden in NETWORK.iter().chain(&UNSOUND) {
        assert!(!names.contains(forbidden), "{forbidden} is compiled in");
    }
}

#[test]
fn cargo_deny_forbids_the_same() {
    let listed =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deny.toml")).unwrap();
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
    for folder in ["crates/notes-index/src", "crates/notes-cli/src"] {
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().flatten() {
                match entry.path() {
                    path if path.is_dir() => folders.push(path),
                    path => {
                        let text = std::fs::read_to_string(&path).unwrap();
                        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                        assert!(
                            !code.contains("std::net") && !code.contains("UnixStream"),
                            "{}",
                            path.display()
                        );
                    }
                }
            }
        }
    }
}
