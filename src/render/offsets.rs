//! Byte offsets to character offsets: the one place that converts.

/// Bytes between two checkpoints.
const STEP: usize = 64;

/// Counts characters before any byte of a text: constant time after one pass.
#[derive(Debug)]
pub(crate) struct CharOffsets<'t> {
    text: &'t str,
    /// Characters before each multiple of `STEP`; empty for ASCII, where both counts agree.
    checkpoints: Vec<usize>,
}

impl<'t> CharOffsets<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let mut checkpoints = Vec::new();
        if !text.is_ascii() {
            checkpoints.reserve(text.len() / STEP + 1);
            let mut count = 0;
            for chunk in text.as_bytes().chunks(STEP) {
                checkpoints.push(count);
                count += starts(chunk);
            }
        }
        Self { text, checkpoints }
    }

    /// Characters before the byte at `offset`.
    pub(crate) fn get(&self, offset: usize) -> usize {
        if self.checkpoints.is_empty() {
            return offset;
        }
        let step = (offset / STEP).min(self.checkpoints.len() - 1);
        self.checkpoints[step] + starts(&self.text.as_bytes()[step * STEP..offset])
    }
}

/// Number of bytes, at most [`STEP`], that begin a character. Counted in bytes, so that vector registers hold many.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().fold(0_u8, |count, b| count + u8::from(b.cast_signed() >= -64)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_like_chars() {
        for text in ["plain".to_owned(), "Ünï — “mixed” 🙂 text ".repeat(40), String::new()] {
            let offsets = CharOffsets::new(&text);
            for (chars, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(offsets.get(byte), chars);
            }
            assert_eq!(offsets.get(text.len()), text.chars().count());
        }
    }
}
