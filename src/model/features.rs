//! Feature keys: a template and its values, mixed into 64 bits.
//!
//! A template is a short name ("w-1", "cue gap"); a feature is a template with values ("w-1" = `said`). In weights
//! files templates are listed by name; features are stored by key. At 64 bits, with the table keeping 32 of them per
//! slot, two of some hundred thousand features fall together about once in ten thousand models.

/// A feature's key.
pub(crate) type Key = u64;

/// Key of a string, for templates and for words (FNV-1a, 64 bits). Usable in constants.
#[inline]
pub(crate) const fn key(name: &str) -> Key {
    Spelling::new().and(name).key()
}

/// The key of a string that comes in pieces.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spelling(u64);

impl Spelling {
    /// Of nothing yet.
    #[inline]
    pub(crate) const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// With the next piece.
    #[inline]
    #[must_use]
    pub(crate) const fn and(self, piece: &str) -> Self {
        let bytes = piece.as_bytes();
        let mut hash = self.0;
        let mut at = 0;
        while at < bytes.len() {
            hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
            at += 1;
        }
        Self(hash)
    }

    /// The key of all of it.
    #[inline]
    pub(crate) const fn key(self) -> Key {
        mix(self.0)
    }
}

/// Key of a template with a value; chain it for several values. Not symmetric.
#[inline]
pub(crate) const fn with(template: Key, value: u64) -> Key {
    mix(template.rotate_left(23) ^ value.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// The finalizer of `MurmurHash3`: every bit of the input reaches every bit of the output.
#[inline]
const fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// Features of one thing: a short list in a fixed place, so that noting one is a store and nothing else.
#[derive(Debug, Clone)]
pub(crate) struct Keys {
    keys: [Key; MOST],
    count: usize,
}

/// Features of one thing, at most.
const MOST: usize = 96;

impl Keys {
    /// None.
    pub(crate) const fn new() -> Self {
        Self { keys: [0; MOST], count: 0 }
    }

    /// None again.
    #[inline]
    pub(crate) fn clear(&mut self) {
        self.count = 0;
    }

    /// Notes a feature.
    #[inline]
    pub(crate) fn push(&mut self, key: Key) {
        debug_assert!(self.count < MOST);
        if let Some(place) = self.keys.get_mut(self.count) {
            *place = key;
            self.count += 1;
        }
    }

    /// Those noted.
    #[inline]
    pub(crate) fn as_slice(&self) -> &[Key] {
        self.keys.get(..self.count).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_depend_on_template_value_and_order() {
        assert_ne!(key("a"), key("b"));
        assert_eq!(Spelling::new().and("new").and("").and("_york").key(), key("new_york"));
        assert_ne!(with(key("a"), 1), with(key("b"), 1));
        assert_ne!(with(with(key("a"), 1), 2), with(with(key("a"), 2), 1));
    }
}
