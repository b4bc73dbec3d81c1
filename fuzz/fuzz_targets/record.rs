//! Any line of NDJSON, and any bytes as a text in an unknown encoding.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nutgraf::{InputFormat, Record, parse_text};

fuzz_target!(|data: &[u8]| {
    let _ = InputFormat::from_content(data);
    if let Ok(line) = std::str::from_utf8(data) {
        if let Ok(record) = Record::parse(line) {
            assert_eq!(parse_text(&record.text).check(), Ok(()));
        }
    }
    let _ = nutgraf::decode(data.to_vec());
});
