//! Weights by feature key: an open-addressing hash table that is read in place.
//!
//! Layout, little endian:
//!
//! | bytes | what |
//! |---|---|
//! | 4 | `NGWT` |
//! | 1 | format version, 2 |
//! | 1 | columns: numbers a feature |
//! | 1 | bytes a number: 1 (`i8`) or 2 (`i16`) |
//! | 1 | 0 |
//! | 4 | length of the header |
//! | 4 | number of homes: slots where a key may belong |
//! | 4 | number of slots: the homes and a tail, the last one free |
//! | 4 × columns | scale of each column, `f32`: value = stored × scale |
//! | … | header: JSON, see [`Header`] |
//! | slots × (4 + columns × width) | high 32 bits of the key (0: free), numbers |
//!
//! A key's home is `high 32 bits × homes / 2³²`, and the slots are in the order of those bits, so that a search goes on
//! from the home only while it sees smaller ones: at four slots in five taken, a key that is not there costs three looks
//! instead of thirteen. Most keys that are looked up are not there.
//!
//! A table of many columns is mostly zeros. It is stored compact (version 3) and laid out as above when it is opened: the
//! number of slots is the number of rows, and each row is the bits of its key, the number of columns that are not zero,
//! and for each of them the column and its number.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::features::Key;
use crate::{Error, Result};

const MAGIC: &[u8; 4] = b"NGWT";
const FIXED: usize = 20;
/// Version of the layout.
const VERSION: u8 = 2;
/// Version of the compact form.
const COMPACT: u8 = 3;
/// Tables of more columns are stored compact.
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
    homes: u64,
    stride: usize,
    start: usize,
    filter: Filter,
}

/// Bits that tell at a glance that a key is not in the table, for seven in eight that are not: a Bloom filter (Bloom
/// 1970) of one hash and eight bits a key, small enough for the fastest cache.
#[derive(Clone)]
struct Filter(Box<[u64]>);

impl Filter {
    fn new(checks: impl ExactSizeIterator<Item = u32>) -> Self {
        let mut filter = Self(vec![0; (checks.len() / 8).next_power_of_two()].into());
        for check in checks.filter(|&check| check != 0) {
            let (word, bit) = filter.place(check);
            filter.0[word] |= bit;
        }
        filter
    }

    /// The word of the filter and the bit in it. The low bits: the high ones are the home's.
    #[inline]
    fn place(&self, check: u32) -> (usize, u64) {
        ((check >> 6) as usize & (self.0.len() - 1), 1 << (check & 63))
    }

    #[inline]
    fn may_hold(&self, check: u32) -> bool {
        let (word, bit) = self.place(check);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("model", &self.header.model).field("homes", &self.homes).finish_non_exhaustive()
    }
}

impl Table {
    /// Opens a table for the model `name`; `features` must be what it was fitted with.
    pub(crate) fn open(bytes: impl Into<Cow<'static, [u8]>>, name: &str, features: &[&str]) -> Result<Self> {
        let mut bytes = bytes.into();
        let broken = |reason: &str| Error::Weights { reason: format!("{name}: {reason}") };
        if bytes.len() < FIXED || &bytes[..4] != MAGIC {
            return Err(broken("not a weights table"));
        }
        if bytes[4] == COMPACT {
            bytes = Cow::Owned(expand(&bytes).ok_or_else(|| broken("cut short"))?);
        }
        let (version, columns, width) = (bytes[4], bytes[5] as usize, bytes[6] as usize);
        if version != VERSION || columns == 0 || !(1..=2).contains(&width) {
            return Err(broken("of a format that this build does not read"));
        }
        let number = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let (header_length, homes, slots) = (number(8) as usize, u64::from(number(12)), u64::from(number(16)));
        let header_start = FIXED + 4 * columns;
        let start = header_start + header_length;
        let stride = 4 + columns * width;
        if homes == 0 || slots <= homes || bytes.len() as u64 != start as u64 + slots * stride as u64 {
            return Err(broken("cut short"));
        }
        if bytes[bytes.len() - stride..][..4] != [0; 4] {
            return Err(broken("its last slot is not free"));
        }
        let scales = (0..columns).map(|column| f32::from_bits(number(FIXED + 4 * column))).collect();
        let header: Header = serde_json::from_slice(&bytes[header_start..start]).map_err(|e| broken(&e.to_string()))?;
        if header.model != name {
            return Err(broken(&format!("the file is for {:?}", header.model)));
        }
        if header.features != features {
            return Err(broken("fitted for other features than this build computes"));
        }
        let filter = Filter::new(
            bytes[start..].chunks_exact(stride).map(|slot| u32::from_le_bytes([slot[0], slot[1], slot[2], slot[3]])),
        );
        Ok(Self { bytes, header, scales, width, homes, stride, start, filter })
    }

    /// A named number of the header, 0 when it is not there.
    pub(crate) fn constant(&self, name: &str) -> f32 {
        #[expect(clippy::cast_possible_truncation, reason = "weights are used in f32")]
        self.header.constants.get(name).map_or(0.0, |&value| value as f32)
    }

    /// Byte offset of the key's numbers, `None` when the key is not in the table.
    #[inline]
    fn find(&self, key: Key) -> Option<usize> {
        let check = check_of(key);
        if !self.filter.may_hold(check) {
            return None;
        }
        let bytes: &[u8] = &self.bytes;
        let home = ((u64::from(check) * self.homes) >> 32) as usize;
        let mut at = self.start + home * self.stride;
        // The last slot is free: the search ends there at the latest.
        while let Some(&found) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
            let found = u32::from_le_bytes(found);
            if found >= check || found == 0 {
                return (found == check).then_some(at + 4);
            }
            at += self.stride;
        }
        None
    }

    #[inline]
    fn value(&self, at: usize, column: usize) -> f32 {
        let at = at + column * self.width;
        let stored = if self.width == 1 {
            f32::from(self.bytes[at].cast_signed())
        } else {
            f32::from(i16::from_le_bytes([self.bytes[at], self.bytes[at + 1]]))
        };
        stored * self.scales[column]
    }

    /// The first number of a key, 0 when it is not there: a sparse model's weight.
    #[inline]
    pub(crate) fn weight(&self, key: Key) -> f32 {
        self.find(key).map_or(0.0, |at| self.value(at, 0))
    }

    /// All numbers of a key.
    #[inline]
    pub(crate) fn row<const N: usize>(&self, key: Key) -> Option<[f32; N]> {
        debug_assert_eq!(N, self.scales.len());
        self.find(key).map(|at| std::array::from_fn(|column| self.value(at, column)))
    }

    /// Adds the stored numbers of a key, not yet scaled, to `sums`; whether the key is there.
    #[inline]
    pub(crate) fn add_stored<const N: usize>(&self, key: Key, sums: &mut [i32; N]) -> bool {
        debug_assert_eq!(N, self.scales.len());
        let Some(at) = self.find(key) else { return false };
        if self.width == 1 {
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

    /// Adds the stored numbers of a key, not yet scaled, to `sums`; whether the key is there. For tables of one byte a
    /// number, of `N` columns: up to 256 keys can be added.
    #[inline]
    pub(crate) fn add_bytes<const N: usize>(&self, key: Key, sums: &mut [i16]) -> bool {
        debug_assert_eq!((N, 1), (self.scales.len(), self.width));
        let Some(row) = self.find(key).and_then(|at| self.bytes[at..].first_chunk::<N>()) else { return false };
        for (sum, byte) in sums.iter_mut().zip(row) {
            *sum = sum.wrapping_add(byte.cast_signed().into());
        }
        true
    }

    /// What the stored numbers of a column are to be multiplied by.
    #[inline]
    pub(crate) fn scale(&self, column: usize) -> f32 {
        self.scales[column]
    }
}

const fn check_of(key: Key) -> u32 {
    let high = (key >> 32) as u32;
    if high == 0 { 1 } else { high }
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
    let version = if columns > MOST_PLAIN { COMPACT } else { VERSION };
    #[expect(clippy::cast_possible_truncation, reason = "columns are few")]
    out.extend_from_slice(&[version, columns as u8, width as u8, 0]);
    let homes = rows.len() * 5 / 4 + 1;
    #[expect(clippy::cast_possible_truncation, reason = "headers and tables are small")]
    for number in [header.len() as u32, homes as u32, rows.len() as u32] {
        out.extend_from_slice(&number.to_le_bytes());
    }
    for scale in scales {
        out.extend_from_slice(&scale.to_bits().to_le_bytes());
    }
    out.extend_from_slice(&header);
    if columns > MOST_PLAIN {
        for (check, numbers) in rows {
            out.extend_from_slice(&check.to_le_bytes());
            let held = || (0_u8..).zip(&numbers).filter(|(_, number)| **number != 0);
            #[expect(clippy::cast_possible_truncation, reason = "columns are few")]
            out.push(held().count() as u8);
            for (column, number) in held() {
                out.push(column);
                out.extend_from_slice(&number.to_le_bytes()[..width]);
            }
        }
        return out;
    }
    lay_out(&mut out, homes, columns, width, rows.iter().map(|(check, numbers)| (*check, numbers.as_slice())));
    out
}

/// Appends the slots of rows, which come in the order of their keys, and notes their number in the head.
fn lay_out<'a>(
    out: &mut Vec<u8>,
    homes: usize,
    columns: usize,
    width: usize,
    rows: impl Iterator<Item = (u32, &'a [i16])>,
) {
    let (start, stride) = (out.len(), 4 + columns * width);
    for (check, numbers) in rows {
        let home = ((u64::from(check) * homes as u64) >> 32) as usize * stride;
        // At its home, or after the smaller ones that ran on over it.
        out.resize(out.len().max(start + home), 0);
        out.extend_from_slice(&check.to_le_bytes());
        for number in numbers {
            out.extend_from_slice(&number.to_le_bytes()[..width]);
        }
    }
    out.resize(out.len().max(start + homes * stride) + stride, 0);
    #[expect(clippy::cast_possible_truncation, reason = "tables are small")]
    let slots = ((out.len() - start) / stride) as u32;
    out[16..20].copy_from_slice(&slots.to_le_bytes());
}

/// Lays out a compact table. `None` when it is cut short or not in order.
fn expand(compact: &[u8]) -> Option<Vec<u8>> {
    let (columns, width) = (*compact.get(5)? as usize, *compact.get(6)? as usize);
    let number = |at: usize| Some(u32::from_le_bytes(*compact.get(at..)?.first_chunk()?) as usize);
    let (header, homes, rows) = (number(8)?, number(12)?, number(16)?);
    let start = FIXED + 4 * columns + header;
    let mut rest = compact.get(start..)?;
    let mut numbers = vec![0_i16; rows.checked_mul(columns).filter(|_| rows <= rest.len())?];
    let mut checks: Vec<u32> = Vec::with_capacity(rows);
    for row in numbers.chunks_exact_mut(columns.max(1)) {
        let (check, after) = rest.split_first_chunk()?;
        let check = u32::from_le_bytes(*check);
        checks.last().is_none_or(|last| *last < check).then_some(())?;
        checks.push(check);
        let (&count, mut after) = after.split_first()?;
        for _ in 0..count {
            let (&column, stored) = after.split_first()?;
            let (stored, others) = stored.split_at_checked(width)?;
            *row.get_mut(column as usize)? = match *stored {
                [byte] => byte.cast_signed().into(),
                [low, high] => i16::from_le_bytes([low, high]),
                _ => return None,
            };
            after = others;
        }
        rest = after;
    }
    if homes > 2 * rows + 1 || !rest.is_empty() {
        return None;
    }
    let mut out = compact[..start].to_vec();
    out[4] = VERSION;
    lay_out(&mut out, homes, columns, width, checks.into_iter().zip(numbers.chunks_exact(columns.max(1))));
    Some(out)
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
