//! The checks of the fuzz targets, on every finding of the past and on mutated seeds.

use std::fs;
use std::path::Path;

use crate::checks::CHECKS;
use crate::helpers::fixture;

/// The files of a folder, in sorted order; none when it does not exist (`fuzz/` is not in the published package).
fn files(folder: &Path) -> Vec<Vec<u8>> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

#[test]
fn findings_do_not_come_back() {
    let mut replayed = 0;
    for &(name, check) in CHECKS {
        for bytes in files(&fixture("fuzz").join(name)) {
            check(&bytes);
            replayed += 1;
        }
    }
    assert!(replayed > 0, "no findings in tests/fixtures/fuzz");
}

#[test]
fn mutated_seeds_are_borne() {
    let mut random = 7_u64;
    let mut draw = |below: usize| {
        // xorshift: which bytes change does not matter, that they are the same tomorrow does
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random % below.max(1) as u64).unwrap()
    };
    for &(name, check) in CHECKS {
        let seeds = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(name));
        for seed in &seeds {
            check(seed);
            for _ in 0..200_usize.div_ceil(seeds.len()) {
                let mut bytes = seed.clone();
                for _ in 0..=draw(4) {
                    let (at, length) = (draw(bytes.len()), draw(12));
                    let end = bytes.len().min(at + length);
                    match draw(4) {
                        0 => drop(bytes.drain(at..end)),
                        1 => bytes.truncate(at),
                        2 => {
                            let copy = bytes[at..end].to_vec();
                            let to = draw(bytes.len());
                            bytes.splice(to..to, copy);
                        }
                        _ => bytes[at..end].fill_with(|| u8::try_from(draw(256)).unwrap()),
                    }
                    if bytes.is_empty() {
                        break;
                    }
                }
                check(&bytes);
            }
        }
    }
}
