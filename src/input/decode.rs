//! Bytes to text: UTF-8 with or without its mark, UTF-16 by its mark (or by its zeros), others by detection.

use crate::{Error, Result};

/// Decodes the bytes of a plain text. A byte order mark is taken off; nothing else is changed.
///
/// UTF-8 comes first, then UTF-16 by its byte order mark or, without one, by zeros in every second byte. With the
/// feature `encodings`, other bytes are read in the encoding that `chardetng` (the detector of Firefox) finds.
///
/// # Errors
/// [`Error::Encoding`] for binary data, for half UTF-16 units, and without that feature for any other encoding.
pub fn decode(bytes: Vec<u8>) -> Result<String> {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return utf16(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return utf16(rest, u16::from_be_bytes);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(mut text) => {
            if looks_like_utf16(text.as_bytes()).is_none() {
                if text.starts_with('\u{feff}') {
                    text.drain(..'\u{feff}'.len_utf8());
                }
                return Ok(text);
            }
            text.into_bytes()
        }
        Err(error) => error.into_bytes(),
    };
    match looks_like_utf16(&bytes) {
        Some(true) => return utf16(&bytes, u16::from_le_bytes),
        Some(false) => return utf16(&bytes, u16::from_be_bytes),
        None => {}
    }
    if let Some(offset) = memchr::memchr(0, &bytes) {
        return Err(Error::Encoding { offset, reason: "binary data" });
    }
    other(bytes)
}

#[cfg(feature = "encodings")]
#[expect(clippy::unnecessary_wraps, reason = "the build without the feature fails here")]
fn other(bytes: Vec<u8>) -> Result<String> {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    Ok(encoding.decode_without_bom_handling(&bytes).0.into_owned())
}

#[cfg(not(feature = "encodings"))]
fn other(bytes: Vec<u8>) -> Result<String> {
    let offset = std::str::from_utf8(&bytes).map_or_else(|e| e.valid_up_to(), str::len);
    Err(Error::Encoding { offset, reason: "a byte that is not UTF-8" })
}

/// Whether the bytes have the zeros of Latin text in UTF-16: `Some(true)` little endian, `Some(false)` big endian.
fn looks_like_utf16(bytes: &[u8]) -> Option<bool> {
    let head = &bytes[..bytes.len().min(512) & !1];
    if head.len() < 8 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |parity| head.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if odd * 4 > half * 3 && even == 0 {
        Some(true)
    } else if even * 4 > half * 3 && odd == 0 {
        Some(false)
    } else {
        None
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(Error::Encoding { offset: bytes.len() - 1, reason: "half a UTF-16 unit" });
    }
    Ok(char::decode_utf16(pairs.iter().map(|&pair| unit(pair)))
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_have() {
        assert_eq!(decode(b"\xef\xbb\xbfna\xc3\xafve".to_vec()).unwrap(), "naïve");
        let little: Vec<u8> = "\u{feff}Tor “auf”".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(little).unwrap(), "Tor “auf”");
        let big: Vec<u8> = "no mark here".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(big).unwrap(), "no mark here");
        assert!(decode(b"PK\x03\x04\x00\x00\xff\xfe".to_vec()).is_err());
        assert_eq!(decode(Vec::new()).unwrap(), "");
    }

    #[cfg(feature = "encodings")]
    #[test]
    fn reads_latin_1_by_detection() {
        let bytes = b"Le conseil a vot\xe9 mardi \xe0 l'unanimit\xe9 pour d\xe9placer la voie ferr\xe9e.".to_vec();
        assert_eq!(decode(bytes).unwrap(), "Le conseil a voté mardi à l'unanimité pour déplacer la voie ferrée.");
    }
}
