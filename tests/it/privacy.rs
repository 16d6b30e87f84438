//! No network: neither a crate that could use one, nor a word of the patient where it does not belong.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

/// Crates that speak HTTP, TLS or DNS, by their beginnings. `tokio` is not among them: the lock names it as a part of
/// `zbus` that no target builds, and by itself it speaks nothing.
const NETWORK: [&str; 27] = [
    "actix",
    "attohttpc",
    "axum",
    "aws-",
    "curl",
    "h2",
    "h3",
    "hickory",
    "http",
    "hyper",
    "isahc",
    "mio",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "ring",
    "rustls",
    "schannel",
    "security-framework",
    "sentry",
    "surf",
    "tonic",
    "trust-dns",
    "tungstenite",
    "ureq",
    "webpki",
];

fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The names in the lock file.
fn crates() -> Vec<String> {
    let lock = read("Cargo.lock");
    let names = lock.lines().filter_map(|line| line.strip_prefix("name = \""));
    names.map(|name| name.trim_end_matches('"').to_owned()).collect()
}

#[test]
fn no_crate_speaks_to_a_network() {
    let crates = crates();
    assert!(crates.len() > 100, "the lock file was read: {} crates", crates.len());
    let speaks = |name: &str| {
        NETWORK.iter().any(|own| {
            name == own.trim_end_matches('-') || name.starts_with(&format!("{}-", own.trim_end_matches('-')))
        })
    };
    assert!(speaks("hyper") && speaks("rustls-webpki") && !speaks("ringbuffer"), "the test can fail");
    let found: Vec<&String> = crates.iter().filter(|name| speaks(name)).collect();
    assert_eq!(found, Vec::<&String>::new());
}

#[test]
fn no_source_opens_a_connection() {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                if ["std::net", "TcpStream", "UdpSocket", "TcpListener"].iter().any(|word| text.contains(word)) {
                    found.push(path);
                }
            }
        }
    }
    assert_eq!(found, Vec::<std::path::PathBuf>::new());
}

#[test]
fn every_exception_of_the_license_check_says_why() {
    let deny = read(".cargo/deny.toml");
    let lines: Vec<&str> = deny.lines().map(str::trim).collect();
    let mut exceptions = 0;
    for (place, line) in lines.iter().enumerate() {
        if line.starts_with("{ allow") || line.starts_with("{ id") || line.contains("skip") {
            exceptions += 1;
            assert!(place > 0 && lines[place - 1].starts_with('#'), "no reason stands above {line}");
        }
    }
    assert!(exceptions > 0, "exceptions were found");
}
