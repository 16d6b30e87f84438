//! A short run of every fuzz target on the corpus and on small changes of it; the long runs are `tests/fuzz/run`.
#![expect(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

#[path = "../fuzz/targets.rs"]
pub(crate) mod targets;

use std::path::Path;

/// Changes tried for each target.
const TRIES: usize = 60;

/// Numbers that are the same on every machine (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most.max(1) as u64).unwrap_or(0)
    }
}

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target);
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").path())
        .collect();
    names.sort();
    names.iter().map(|name| std::fs::read(name).expect("an input")).collect()
}

/// One input with a few bytes changed, cut, doubled or taken from another.
fn changed(inputs: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    const BYTES: &[u8] = b"\0\t\n\r \"',-./0159:;=@AEax|\x7f\x80\xc3\xff";
    let mut bytes = inputs[numbers.below(inputs.len())].clone();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(bytes.len());
        let length = numbers.below(16).min(bytes.len() - at);
        match numbers.below(6) {
            0 => bytes.truncate(at),
            1 if at < bytes.len() => bytes[at] = BYTES[numbers.below(BYTES.len())],
            2 => bytes.insert(at, BYTES[numbers.below(BYTES.len())]),
            3 => drop(bytes.drain(at..at + length)),
            4 => {
                let part = bytes[at..at + length].to_vec();
                bytes.splice(at..at, part);
            }
            _ => {
                let other = &inputs[numbers.below(inputs.len())];
                let from = numbers.below(other.len());
                bytes.extend_from_slice(&other[from..other.len().min(from + 32)]);
            }
        }
    }
    bytes
}

#[test]
fn hostile_bytes_are_answered_by_every_target() {
    for (name, target) in targets::TARGETS {
        let inputs = corpus(name);
        assert!(!inputs.is_empty(), "{name} has a corpus");
        for input in &inputs {
            target(input);
        }
        let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
        for _ in 0..TRIES {
            target(&changed(&inputs, &mut numbers));
        }
    }
}
