//! Weights by feature key: a hash table whose numbers are read in place.
//!
//! Layout, little endian:
//!
//! | bytes | what |
//! |---|---|
//! | 4 | `NGWT` |
//! | 1 | format version, 4 |
//! | 1 | columns: numbers a feature |
//! | 1 | bytes a number: 1 (`i8`) or 2 (`i16`) |
//! | 1 | 0 |
//! | 4 | length of the header |
//! | 4 | number of rows |
//! | 4 × columns | scale of each column, `f32`: value = stored × scale |
//! | … | header: JSON, see [`Header`] |
//! | … | rows, in the order of the high 32 bits of their keys: how much greater those bits are than the row's before (three bytes; when all their bits are set, three more are to be added), then the numbers |
//!
//! A table of more than eight columns is mostly zeros, and its rows are compact: instead of all numbers, how many are not
//! zero, and for each of them the column and the number.
//!
//! The numbers are read where they lie; what finds them is an [`Index`], made when the table is opened.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::features::Key;
use crate::{Error, Result};

const MAGIC: &[u8; 4] = b"NGWT";
const FIXED: usize = 16;
/// Version of the layout.
const VERSION: u8 = 4;
/// Tables of more columns have compact rows.
const MOST_PLAIN: usize = 8;

/// What a weights file says about itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Header {
    /// Which model it is for.
    pub(crate) model: String,
    /// Names of the feature templates (or columns), as the build computes them.
    pub(crate) features: Vec<String>,
    /// Named numbers: biases, thresholds.
    #[serde(default)]
    pub(crate) constants: std::collections::BTreeMap<String, f64>,
    /// Data it was fitted on.
    pub(crate) data: String,
    /// The command that fitted it.
    pub(crate) command: String,
    /// When, ISO 8601.
    pub(crate) date: String,
    /// Origin and licence, for users.
    #[serde(default)]
    pub(crate) note: String,
}

/// A table of weights, embedded or read from a file.
#[derive(Clone)]
pub(crate) struct Table {
    bytes: Cow<'static, [u8]>,
    header: Header,
    scales: Vec<f32>,
    width: usize,
    compact: bool,
    index: Index,
    /// Instead of the index, where there is one column of two bytes.
    weights: Option<Weights>,
}

/// Where the numbers of a key are: an open-addressing hash table in memory, made of the file in one pass over its rows.
///
/// Each slot holds the high 32 bits of the key and 32 bits that say what the key is worth: its weight, where the table has
/// one column, else the place of its numbers in the file. A key's home is given by its highest bits. The slots are in the
/// order of the keys, so that a search goes on from the home only while it sees smaller ones.
///
/// Most keys that are looked up are not there, and what a look-up costs is waiting for memory: a [`Filter`] tells.
#[derive(Clone)]
struct Index {
    /// The first one and the last one are free.
    slots: Vec<u64>,
    shift: u32,
    filter: Filter,
    /// After the last slot taken, and the last key.
    free: usize,
    last: u32,
}

/// A filter (Bloom 1970) of one hash and some bits a key, small enough for the fastest cache: of keys that are not there, it
/// tells most at a glance.
#[derive(Clone)]
struct Filter(Vec<u64>);

impl Filter {
    fn with_words(words: usize) -> Self {
        Self(vec![0; words.next_power_of_two()])
    }

    /// The word that tells of a key. By the low bits: the high ones are the home's.
    #[inline]
    fn word(&self, check: u32) -> usize {
        (check >> 6) as usize & (self.0.len() - 1)
    }

    fn add(&mut self, check: u32) {
        let word = self.word(check);
        self.0[word] |= 1 << (check & 63);
    }

    /// Whether the key may be there.
    #[inline]
    fn may(&self, check: u32) -> bool {
        self.0.get(self.word(check)).is_some_and(|word| word >> (check & 63) & 1 != 0)
    }
}

/// The index of a table that has one column of two bytes: a slot of 32 bits holds the weight itself, and those bits of the
/// key that its home does not tell, as far as there is room: half the memory, and what a look-up costs is waiting for memory.
#[derive(Clone)]
struct Weights {
    /// The upper half is the lower half of the key's 32 bits, the lower one the weight; 0 is a free slot, as the first is.
    slots: Vec<u32>,
    shift: u32,
    filter: Filter,
}

impl Weights {
    fn with_room(rows: usize) -> Self {
        let homes = (rows * 4 / 3).next_power_of_two().max(2);
        Self { slots: vec![0; homes + 2], shift: 32 - homes.trailing_zeros(), filter: Filter::with_words(rows / 12) }
    }

    /// Adds a key's high bits and its weight; keys come in ascending order.
    fn push(&mut self, check: u32, weight: i16) {
        if weight == 0 {
            return;
        }
        let mut at = (check >> self.shift) as usize + 1;
        while self.slots.get(at).is_some_and(|&slot| slot != 0) {
            at += 1;
        }
        // the last slot stays free
        if at + 2 > self.slots.len() {
            self.slots.resize(at + 2, 0);
        }
        self.slots[at] = check << 16 | u32::from(weight.cast_unsigned());
        self.filter.add(check);
    }

    /// The stored weight of a key, 0 when it is not there: without a branch that would wait for memory, when the filter can
    /// tell.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the lower half is the weight")]
    fn get(&self, key: Key) -> i16 {
        let check = check_of(key);
        let mut at = ((check >> self.shift) as usize + 1) * usize::from(self.filter.may(check));
        while let Some(&slot) = self.slots.get(at) {
            if slot == 0 || slot >> 16 == check & 0xffff {
                return slot as i16;
            }
            at += 1;
        }
        0
    }
}

/// A slot without a key: greater than all that have one, so that a search ends here; worth nothing.
const FREE: u64 = 0xffff_ffff << 32;

impl Index {
    /// Empty, with room for so many keys.
    fn with_room(rows: usize) -> Self {
        let homes = (rows * 3 / 2).next_power_of_two().max(2);
        Self {
            slots: vec![FREE; homes + 2],
            shift: 32 - homes.trailing_zeros(),
            filter: Filter::with_words(rows / 8),
            free: 0,
            last: 0,
        }
    }

    /// Adds a key's high bits and what belongs to them. `None` when they are not greater than those before.
    #[inline]
    fn push(&mut self, check: u32, of: u32) -> Option<()> {
        if check <= self.last || check == check_of(FREE) {
            return None;
        }
        // at its home, or after the smaller ones that ran on over it
        let at = self.free.max(self.home(check));
        if at + 2 > self.slots.len() {
            self.slots.resize(at + 2, FREE);
        }
        self.slots[at] = u64::from(check) << 32 | u64::from(of);
        (self.free, self.last) = (at + 1, check);
        self.filter.add(check);
        Some(())
    }

    #[inline]
    fn home(&self, check: u32) -> usize {
        (check >> self.shift) as usize + 1
    }

    /// The slot of the high bits, or one of others: without a branch that would wait for memory, when the filter can tell.
    #[inline]
    fn slot(&self, check: u32) -> u64 {
        let mut at = self.home(check) * usize::from(self.filter.may(check));
        while let Some(&slot) = self.slots.get(at) {
            if check_of(slot) >= check {
                return slot;
            }
            at += 1;
        }
        FREE
    }

    /// What belongs to the key.
    #[inline]
    fn get(&self, key: Key) -> Option<u32> {
        let check = check_of(key);
        let slot = self.slot(check);
        (check_of(slot) == check && check != check_of(FREE)).then_some(low(slot))
    }
}

/// The low half of a slot.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the high half is the key's")]
const fn low(slot: u64) -> u32 {
    slot as u32
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table")
            .field("model", &self.header.model)
            .field("slots", &self.index.slots.len())
            .finish_non_exhaustive()
    }
}

impl Table {
    /// Opens a table for the model `name`; `features` must be what it was fitted with.
    pub(crate) fn open(bytes: impl Into<Cow<'static, [u8]>>, name: &str, features: &[&str]) -> Result<Self> {
        let bytes = bytes.into();
        let broken = |reason: &str| Error::Weights { reason: format!("{name}: {reason}") };
        if bytes.len() < FIXED || &bytes[..4] != MAGIC {
            return Err(broken("not a weights table"));
        }
        let (version, columns, width) = (bytes[4], bytes[5] as usize, bytes[6] as usize);
        if version != VERSION || columns == 0 || !(1..=2).contains(&width) {
            return Err(broken("of a format that this build does not read"));
        }
        let number = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let (header_length, count) = (number(8) as usize, number(12) as usize);
        let header_start = FIXED + 4 * columns;
        let start = header_start + header_length;
        if start > bytes.len() {
            return Err(broken("cut short"));
        }
        let scales: Vec<f32> = (0..columns).map(|column| f32::from_bits(number(FIXED + 4 * column))).collect();
        let header: Header = serde_json::from_slice(&bytes[header_start..start]).map_err(|e| broken(&e.to_string()))?;
        if header.model != name {
            return Err(broken(&format!("the file is for {:?}", header.model)));
        }
        if header.features != features {
            return Err(broken("fitted for other features than this build computes"));
        }
        let rows = Rows { bytes: &bytes, start, count, columns, width };
        let broken = || broken("cut short, or not in order");
        // a row has more than one byte
        if count > bytes.len() {
            return Err(broken());
        }
        let (index, weights) = if (columns, width) == (1, 2) {
            (Index::with_room(0), Some(rows.weights().ok_or_else(broken)?))
        } else {
            (rows.index(&scales).ok_or_else(broken)?, None)
        };
        let compact = rows.compact();
        Ok(Self { bytes, header, scales, width, compact, index, weights })
    }

    /// A named number of the header, 0 when it is not there.
    pub(crate) fn constant(&self, name: &str) -> f32 {
        #[expect(clippy::cast_possible_truncation, reason = "weights are used in f32")]
        self.header.constants.get(name).map_or(0.0, |&value| value as f32)
    }

    /// Byte offset of the key's numbers, `None` when the key is not in the table; for tables of several columns.
    #[inline]
    fn find(&self, key: Key) -> Option<usize> {
        self.index.get(key).map(|at| at as usize)
    }

    /// Whether the table holds the key.
    #[inline]
    pub(crate) fn has(&self, key: Key) -> bool {
        self.index.get(key).is_some()
    }

    /// The weight of a key, 0 when it is not there: for tables of one column.
    #[inline]
    pub(crate) fn weight(&self, key: Key) -> f32 {
        debug_assert_eq!(self.scales.len(), 1);
        match (&self.weights, self.scales.first()) {
            (Some(weights), Some(scale)) => f32::from(weights.get(key)) * scale,
            _ => self.index.get(key).map_or(0.0, f32::from_bits),
        }
    }

    /// The sum of a start and the weights of keys: for tables of one column of two bytes.
    pub(crate) fn sum(&self, start: f32, keys: &[Key]) -> f32 {
        let (Some(weights), Some(scale)) = (&self.weights, self.scales.first()) else { return start };
        let stored: i32 = keys.iter().map(|&key| i32::from(weights.get(key))).sum();
        start + stored as f32 * scale
    }

    /// All numbers of a key.
    #[inline]
    pub(crate) fn row<const N: usize>(&self, key: Key) -> Option<[f32; N]> {
        debug_assert_eq!(N, self.scales.len());
        if N == 1 {
            if self.weights.is_some() {
                return Some(self.weight(key)).filter(|weight| *weight != 0.0).map(|weight| [weight; N]);
            }
            return self.index.get(key).map(|weight| [f32::from_bits(weight); N]);
        }
        let mut sums = [0; N];
        self.add_stored(key, &mut sums).then(|| std::array::from_fn(|column| sums[column] as f32 * self.scales[column]))
    }

    /// Adds the stored numbers of a key, not yet scaled, to `sums`; whether the key is there. For tables of several
    /// columns.
    #[inline]
    pub(crate) fn add_stored<const N: usize>(&self, key: Key, sums: &mut [i32; N]) -> bool {
        debug_assert_eq!(N, self.scales.len());
        let Some(at) = self.find(key) else { return false };
        if self.compact {
            for (column, number) in held(&self.bytes[at..], self.width) {
                sums[column] += i32::from(number);
            }
        } else if self.width == 1 {
            let Some(row) = self.bytes[at..].first_chunk::<N>() else { return false };
            for (sum, &byte) in sums.iter_mut().zip(row) {
                *sum += i32::from(byte.cast_signed());
            }
        } else {
            for (sum, pair) in sums.iter_mut().zip(self.bytes[at..].chunks_exact(2)) {
                *sum += i32::from(i16::from_le_bytes([pair[0], pair[1]]));
            }
        }
        true
    }

    /// Hands out the columns and stored numbers of a key that are not 0; whether the key is there. For compact tables of
    /// one byte a number.
    #[inline]
    pub(crate) fn for_bytes(&self, key: Key, mut each: impl FnMut(usize, i8)) -> bool {
        debug_assert!(self.compact && self.width == 1);
        let Some(at) = self.find(key) else { return false };
        let Some((&count, row)) = self.bytes[at..].split_first() else { return false };
        for pair in row.chunks_exact(2).take(count.into()) {
            each(pair[0].into(), pair[1].cast_signed());
        }
        true
    }

    /// What the stored numbers of a column are to be multiplied by.
    #[inline]
    pub(crate) fn scale(&self, column: usize) -> f32 {
        self.scales[column]
    }
}

/// The high bits of a key. None has 0 or those of [`FREE`]: such keys, one in two thousand million, have no row.
#[inline]
const fn check_of(key: Key) -> u32 {
    (key >> 32) as u32
}

/// Packs rows into the bytes of a table; `width` 1 or 2 bytes a number. Rows are quantized evenly to each column's
/// largest magnitude. The same rows in any order give the same bytes.
pub(crate) fn pack(header: &Header, columns: usize, width: usize, rows: &[(Key, Vec<f32>)]) -> Vec<u8> {
    let limit = if width == 1 { 127.0_f32 } else { 32767.0 };
    let scales: Vec<f32> = (0..columns)
        .map(|column| rows.iter().map(|(_, row)| row[column].abs()).fold(0.0, f32::max).max(f32::MIN_POSITIVE) / limit)
        .collect();
    let mut rows: Vec<&(Key, Vec<f32>)> = rows.iter().collect();
    rows.sort_by_key(|(key, _)| (check_of(*key), *key));
    rows.dedup_by_key(|(key, _)| check_of(*key));
    rows.retain(|(key, _)| !matches!(check_of(*key), 0 | u32::MAX));
    let stored = rows.into_iter().map(|(key, row)| {
        let numbers = row.iter().zip(&scales).map(|(value, scale)| {
            #[expect(clippy::cast_possible_truncation, reason = "rounded, and within the limit by its scale")]
            let number = (value / scale).round().clamp(-limit, limit) as i16;
            number
        });
        (check_of(*key), numbers.collect())
    });
    let rows: Vec<(u32, Vec<i16>)> = stored.collect();
    let header = serde_json::to_vec(header).expect("a header is plain strings and numbers");
    let mut out = Vec::new();
    out.extend_from_slice(MAGIC);
    #[expect(clippy::cast_possible_truncation, reason = "columns are few")]
    out.extend_from_slice(&[VERSION, columns as u8, width as u8, 0]);
    #[expect(clippy::cast_possible_truncation, reason = "headers and tables are small")]
    for number in [header.len() as u32, rows.len() as u32] {
        out.extend_from_slice(&number.to_le_bytes());
    }
    for scale in scales {
        out.extend_from_slice(&scale.to_bits().to_le_bytes());
    }
    out.extend_from_slice(&header);
    let mut last = 0;
    for (check, numbers) in rows {
        put_step(&mut out, check - last);
        last = check;
        if columns > MOST_PLAIN {
            let held = || (0_u8..).zip(&numbers).filter(|(_, number)| **number != 0);
            #[expect(clippy::cast_possible_truncation, reason = "columns are few")]
            out.push(held().count() as u8);
            for (column, number) in held() {
                out.push(column);
                out.extend_from_slice(&number.to_le_bytes()[..width]);
            }
        } else {
            for number in numbers {
                out.extend_from_slice(&number.to_le_bytes()[..width]);
            }
        }
    }
    out
}

/// A step that more is to be added to.
const FULL: u32 = 0xff_ffff;

/// Appends how much greater the bits of a key are than those of the key before.
fn put_step(out: &mut Vec<u8>, mut step: u32) {
    while step >= FULL {
        out.extend_from_slice(&[0xff; 3]);
        step -= FULL;
    }
    out.extend_from_slice(&step.to_le_bytes()[..3]);
}

/// Reads such a step and goes on after it.
#[inline]
fn take_step(bytes: &[u8], at: &mut usize) -> Option<u32> {
    let mut sum = 0_u32;
    loop {
        let &[low, middle, high] = bytes.get(*at..)?.first_chunk()?;
        *at += 3;
        let step = u32::from_le_bytes([low, middle, high, 0]);
        sum = sum.checked_add(step)?;
        if step != FULL {
            return Some(sum);
        }
    }
}

/// The rows of a file.
struct Rows<'a> {
    bytes: &'a [u8],
    start: usize,
    count: usize,
    columns: usize,
    width: usize,
}

impl Rows<'_> {
    fn compact(&self) -> bool {
        self.columns > MOST_PLAIN
    }

    /// Hands out the high bits of each row's key, its numbers, and where those begin. `None` when rows are cut short or
    /// not in order, or anything follows them.
    #[inline]
    fn each(&self, mut each: impl FnMut(u32, &[u8], usize) -> Option<()>) -> Option<()> {
        let (compact, plain) = (self.compact(), self.columns * self.width);
        let (mut check, mut at) = (0_u32, self.start);
        for _ in 0..self.count {
            let step = take_step(self.bytes, &mut at).filter(|&step| step > 0)?;
            check = check.checked_add(step)?;
            let length = if compact { 1 + usize::from(*self.bytes.get(at)?) * (1 + self.width) } else { plain };
            let numbers = self.bytes.get(at..at + length)?;
            each(check, numbers, at)?;
            at += length;
        }
        (at == self.bytes.len()).then_some(())
    }

    /// The weights of a table of one column of two bytes.
    fn weights(&self) -> Option<Weights> {
        let mut weights = Weights::with_room(self.count);
        self.each(|check, numbers, _| {
            weights.push(check, i16::from_le_bytes(numbers.try_into().ok()?));
            Some(())
        })?;
        Some(weights)
    }

    /// The index of any other table.
    fn index(&self, scales: &[f32]) -> Option<Index> {
        let mut index = Index::with_room(self.count);
        self.each(|check, numbers, at| {
            let of = match (scales, numbers) {
                ([scale], [byte]) => (f32::from(byte.cast_signed()) * scale).to_bits(),
                _ => u32::try_from(at).ok()?,
            };
            let mut pairs = numbers.get(1..)?.chunks_exact(1 + self.width);
            if self.compact() && pairs.any(|pair| usize::from(pair[0]) >= self.columns) {
                return None;
            }
            index.push(check, of)
        })?;
        Some(index)
    }
}

/// Columns and numbers of a compact row.
fn held(row: &[u8], width: usize) -> impl Iterator<Item = (usize, i16)> {
    let count = row.first().map_or(0, |&count| usize::from(count));
    row.get(1..).unwrap_or_default().chunks_exact(1 + width).take(count).map(|pair| match *pair {
        [column, low, high] => (column.into(), i16::from_le_bytes([low, high])),
        [column, byte] => (column.into(), byte.cast_signed().into()),
        _ => (0, 0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::features::{key, with};

    fn header() -> Header {
        Header { model: "test".into(), features: vec!["a".into(), "b".into()], ..Header::default() }
    }

    #[test]
    fn every_key_is_found_again_and_no_other() {
        for width in [1, 2] {
            let rows: Vec<(Key, Vec<f32>)> =
                (0..500_u16).map(|n| (with(key("a"), n.into()), vec![f32::from(n) - 250.0, 1.0])).collect();
            let bytes = pack(&header(), 2, width, &rows);
            let table = Table::open(bytes, "test", &["a", "b"]).unwrap();
            for (key, row) in &rows {
                let [first, second] = table.row::<2>(*key).unwrap();
                assert!((first - row[0]).abs() <= if width == 1 { 1.0 } else { 0.01 }, "{first} {row:?}");
                assert!((second - 1.0).abs() < 1e-6);
            }
            assert!(table.row::<2>(key("b")).is_none());
        }
    }

    #[test]
    fn weights_of_one_column_are_summed() {
        let rows: Vec<(Key, Vec<f32>)> =
            (0..500_u16).map(|n| (with(key("a"), n.into()), vec![f32::from(n) - 250.0])).collect();
        let table = Table::open(pack(&header(), 1, 2, &rows), "test", &["a", "b"]).unwrap();
        for (key, row) in &rows {
            assert!((table.weight(*key) - row[0]).abs() < 0.01, "{row:?}");
        }
        let absent = (500..9000).filter(|&n| table.weight(with(key("a"), n)) != 0.0).count();
        assert_eq!((absent, table.weight(key("b"))), (0, 0.0));
        let keys: Vec<Key> = rows.iter().map(|(key, _)| *key).chain([key("b")]).collect();
        assert!((table.sum(1000.0, &keys) - 750.0).abs() < 0.1);
    }

    #[test]
    fn a_compact_table_holds_the_same() {
        let rows: Vec<(Key, Vec<f32>)> = (0..300_u16)
            .map(|n| {
                (with(key("a"), n.into()), (0..12).map(|c| if n % 12 == c { f32::from(n) } else { 0.0 }).collect())
            })
            .collect();
        for width in [1, 2] {
            let bytes = pack(&header(), 12, width, &rows);
            assert!(bytes.len() < 300 * 8 + 300);
            let table = Table::open(bytes.clone(), "test", &["a", "b"]).unwrap();
            for (key, row) in &rows {
                let found = table.row::<12>(*key).unwrap();
                let near = found.iter().zip(row).all(|(found, given)| (found - given).abs() < 1.5);
                assert!(near, "{found:?} {row:?}");
            }
            for cut in [10, 25, bytes.len() - 1] {
                assert!(Table::open(bytes[..cut].to_vec(), "test", &["a", "b"]).is_err(), "{cut}");
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let bytes = pack(&header(), 1, 1, &[(key("x"), vec![1.0])]);
        assert!(Table::open(bytes.clone(), "other", &["a", "b"]).is_err());
        assert!(Table::open(bytes.clone(), "test", &["a"]).is_err());
        assert!(Table::open(bytes[..bytes.len() - 1].to_vec(), "test", &["a", "b"]).is_err());
        assert!(Table::open(Vec::new(), "test", &[]).is_err());
    }
}
