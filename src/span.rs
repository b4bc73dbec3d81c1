//! Half-open byte ranges into an article's text.

use std::fmt;
use std::ops::{Index, Range};

/// A half-open range `start..end` of byte offsets into a text, both on character boundaries.
///
/// It exists because `Range<usize>` is not `Copy`. A `Span` indexes a `str` directly:
///
/// ```
/// use nutgraf::Span;
///
/// let text = "He said so.";
/// assert_eq!(&text[Span::new(3, 7)], "said");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    start: u32,
    end: u32,
}

/// An offset as it is kept: texts are shorter than 4 GiB, and an article has more spans than anything else.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "what would be cut off is the greatest instead")]
const fn kept(offset: usize) -> u32 {
    if offset > u32::MAX as usize { u32::MAX } else { offset as u32 }
}

impl Span {
    /// The span `start..end`; an end before the start gives the empty span at `start`. Offsets of 4 GiB and more, which no
    /// text of an article has, are brought down to the last below.
    #[inline]
    pub const fn new(start: usize, end: usize) -> Self {
        let (start, end) = (kept(start), kept(end));
        Self { start, end: if end < start { start } else { end } }
    }

    /// Offset of the first byte.
    #[inline]
    pub const fn start(self) -> usize {
        self.start as usize
    }

    /// Offset after the last byte.
    #[inline]
    pub const fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    #[inline]
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it holds nothing.
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same range as the standard library has it.
    #[inline]
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` lies wholly inside this span.
    #[inline]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    #[inline]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The span moved right by `by` bytes.
    #[must_use]
    #[inline]
    pub const fn shifted(self, by: usize) -> Self {
        Self::new(self.start as usize + by, self.end as usize + by)
    }

    /// The span without the white space at either end of what it covers in `text`.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Self {
        let inside = &text[self];
        let start = self.end() - inside.trim_start().len();
        Self::new(start, (self.start() + inside.trim_end().len()).max(start))
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Self {
        span.range()
    }
}

impl Index<Span> for str {
    type Output = Self;

    #[inline]
    fn index(&self, span: Span) -> &Self {
        &self[span.range()]
    }
}

impl Index<Span> for String {
    type Output = str;

    #[inline]
    fn index(&self, span: Span) -> &str {
        &self.as_str()[span]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_and_never_turns_round() {
        let text = "  ab  ";
        assert_eq!(Span::new(0, 6).trimmed(text), Span::new(2, 4));
        let blank = Span::new(0, 2).trimmed(text);
        assert!(blank.is_empty());
        assert_eq!(Span::new(5, 3), Span::new(5, 5));
    }

    #[test]
    fn overlap_is_strict() {
        assert!(!Span::new(0, 2).overlaps(Span::new(2, 4)));
        assert!(Span::new(0, 3).overlaps(Span::new(2, 4)));
    }
}
