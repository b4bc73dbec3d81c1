//! Short words as numbers: compared at once, and hashed by a multiplication.

use crate::Span;

/// Bytes of the longest word that is packed.
pub(crate) const PACKED: usize = 16;

/// By the length of a word: the bits of its bytes.
const MASKS: [u128; PACKED + 1] = {
    let mut masks = [0; PACKED + 1];
    let mut length = 1;
    while length <= PACKED {
        masks[length] = masks[length - 1] << 8 | 0xff;
        length += 1;
    }
    masks
};

/// The bytes of a word of at most [`PACKED`] bytes as one number, the first byte lowest; of a longer one, its beginning.
#[inline]
pub(crate) fn packed(text: &[u8], word: Span) -> u128 {
    let (start, length) = (word.start(), word.len().min(PACKED));
    let mut window = [0; PACKED];
    if let Some(bytes) = text.get(start..start + PACKED).and_then(|bytes| bytes.first_chunk()) {
        window = *bytes;
    } else {
        window[..length].copy_from_slice(&text[start..start + length]);
    }
    u128::from_le_bytes(window) & MASKS[length]
}

/// Packed words of a list.
pub(crate) const fn packed_words<const N: usize>(words: [&str; N]) -> [u128; N] {
    let mut list = [0; N];
    let mut at = 0;
    while at < N {
        let bytes = words[at].as_bytes();
        assert!(bytes.len() <= PACKED);
        let mut byte = bytes.len();
        while byte > 0 {
            byte -= 1;
            list[at] = list[at] << 8 | bytes[byte] as u128;
        }
        at += 1;
    }
    list
}

/// A packed word of ASCII letters with its capitals as small ones. An apostrophe stays one, and so does a small letter.
#[inline]
pub(crate) const fn packed_lower(word: u128, length: usize) -> u128 {
    let length = if length < PACKED { length } else { PACKED };
    word | (MASKS[length] & 0x2020_2020_2020_2020_2020_2020_2020_2020)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart() {
        let text = b"Don't do that again, don't";
        let number = |start, end| packed(text, Span::new(start, end));
        assert_eq!(number(0, 2), u128::from(u16::from_le_bytes(*b"Do")));
        assert_ne!(number(0, 2), number(6, 8));
        assert_eq!(packed_lower(number(0, 5), 5), number(21, 26));
        assert_eq!(packed_words(["don't", ""]), [number(21, 26), 0]);
        assert_eq!(number(0, 16), number(0, 20));
        assert_eq!(number(3, 3), 0);
    }
}
