//! The book of groups: which articles are linked with which, and in which group of copies each is.
//!
//! The book is cut into shards by the first bits of the articles' keys, so that a run over few pages writes few small files anew. A
//! shard is arrays of numbers, least byte first: how many records there are; their keys, in order; their groups; how many
//! links and members they have up to each; then the keys of all links, what is shared by each, and all members.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::group::overlap::Overlap;

/// How a shard begins: its kind and the version of its form.
const SIGN: &[u8; 8] = b"copies 2";

/// Records of a shard, when there are more the book is cut into more shards.
const SHARD_RECORDS: u64 = 4_096;

/// Shards at most, as bits of the key.
const MOST_BITS: u32 = 10;

/// What the book says of an article. An article that is linked with no other has no record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The key of the article that stands for the group of copies: the own key where there are none.
    pub group: u64,
    /// The articles with which it shares text, by key.
    pub links: Vec<Link>,
    /// In the record of the article that stands for its group: the keys of the group, in order, itself among them.
    pub members: Vec<u64>,
}

/// Another text that shares much with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The key of the other article.
    pub to: u64,
    /// What they share; the article itself is the first.
    pub overlap: Overlap,
}

/// A shard of the book: its records by [`key`](crate::index::key) of the article's id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shard {
    /// The records.
    pub records: BTreeMap<u64, Record>,
}

/// The names of the files that the book is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// How many of the first bits of a key tell its shard.
    pub bits: u32,
    /// How many records there are.
    pub records: u64,
    /// The file of each shard; `None` where it has no records.
    pub shards: Vec<Option<String>>,
}

/// A written shard that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the book of copies cannot be read: {what}")]
pub struct FormatError {
    what: &'static str,
}

impl FormatError {
    /// The directory cannot be read.
    pub fn directory() -> Self {
        let what = "its directory has another form";
        Self { what }
    }

    /// A file of the book is missing.
    pub fn missing() -> Self {
        let what = "one of its files is missing";
        Self { what }
    }
}

impl Record {
    /// The record of an article of which nothing is known.
    pub fn alone(key: u64) -> Self {
        Self {
            group: key,
            ..Self::default()
        }
    }

    /// The record says no more of the article with this key than that it is alone.
    pub fn is_empty(&self, key: u64) -> bool {
        *self == Self::alone(key)
    }
}

impl Directory {
    /// How many bits tell the shard in a book of so many records: more than now where its shards are too long, never fewer.
    pub fn bits_for(&self, records: u64) -> u32 {
        let shards = records.div_ceil(SHARD_RECORDS).max(1);
        let bits = shards.next_power_of_two().ilog2();
        bits.clamp(self.bits.min(MOST_BITS), MOST_BITS)
    }

    /// The shard that holds a key.
    pub fn shard_of(&self, key: u64) -> usize {
        shard_of(key, self.bits)
    }
}

/// The number of a key's shard, where so many bits tell it.
pub(crate) fn shard_of(key: u64, bits: u32) -> usize {
    let shard = key.checked_shr(u64::BITS - bits).unwrap_or(0);
    usize::try_from(shard).unwrap_or(0)
}

impl Shard {
    /// The shard as bytes: the same for the same records.
    pub fn write(&self) -> Vec<u8> {
        let records = self.records.values();
        let lists = records
            .clone()
            .map(|record| record.links.len() * (NUMBER + OVERLAP) + record.members.len() * NUMBER);
        let columns = self.records.len() * COLUMNS * NUMBER;
        let mut bytes = Vec::with_capacity(HEAD + columns + lists.sum::<usize>());
        bytes.extend(SIGN);
        put(&mut bytes, self.records.len() as u64);
        for key in self.records.keys() {
            put(&mut bytes, *key);
        }
        for record in records.clone() {
            put(&mut bytes, record.group);
        }
        let (mut links, mut members) = (0, 0);
        for record in records.clone() {
            links += record.links.len() as u64;
            members += record.members.len() as u64;
            put(&mut bytes, links << 32 | members);
        }
        for link in records.clone().flat_map(|record| &record.links) {
            put(&mut bytes, link.to);
        }
        for link in records.clone().flat_map(|record| &record.links) {
            bytes.extend(link.overlap.first.to_le_bytes());
            bytes.extend(link.overlap.second.to_le_bytes());
        }
        for member in records.flat_map(|record| &record.members) {
            put(&mut bytes, *member);
        }
        bytes
    }

    /// Reads a shard that [`write`](Self::write) wrote.
    pub fn read(bytes: Vec<u8>) -> Result<Self, FormatError> {
        let written = WrittenShard::new(bytes)?;
        let mut records = BTreeMap::new();
        for at in 0..written.len() {
            records.insert(written.key(at), written.record(at).into());
        }
        Ok(Self { records })
    }
}

fn put(bytes: &mut Vec<u8>, number: u64) {
    bytes.extend(number.to_le_bytes());
}

/// A shard as it was written: what is asked for is read where it stands.
#[derive(Debug, Clone)]
struct WrittenShard {
    bytes: Vec<u8>,
    records: usize,
}

/// Bytes of a number.
const NUMBER: usize = size_of::<u64>();

/// Columns of numbers: keys, groups, and how many links and members there are.
const COLUMNS: usize = 3;

/// Bytes before the first key: the sign and how many records there are.
const HEAD: usize = SIGN.len() + NUMBER;

/// Bytes of what two texts share.
const OVERLAP: usize = 2 * size_of::<u16>();

impl WrittenShard {
    fn new(bytes: Vec<u8>) -> Result<Self, FormatError> {
        let damaged = |what| FormatError { what };
        if !bytes.starts_with(SIGN) {
            return Err(damaged("it has another form"));
        }
        let mut shard = Self { bytes, records: 0 };
        shard.records = usize::try_from(shard.number(SIGN.len())).unwrap_or(usize::MAX);
        let columns = shard.records.checked_mul(COLUMNS * NUMBER);
        let fits = columns.is_some_and(|columns| HEAD + columns <= shard.bytes.len());
        if !fits {
            return Err(damaged("it breaks off"));
        }
        let (links, members) = shard.ends(shard.records);
        if shard.members_start(links) + members * NUMBER != shard.bytes.len() {
            return Err(damaged("its parts do not fit together"));
        }
        Ok(shard)
    }

    fn len(&self) -> usize {
        self.records
    }

    /// The number that stands at a byte, 0 behind the end.
    fn number(&self, at: usize) -> u64 {
        let bytes = self.bytes.get(at..at + NUMBER);
        let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, u64::from_le_bytes)
    }

    /// The number of a record in one of the columns.
    fn column(&self, column: usize, at: usize) -> u64 {
        self.number(HEAD + (column * self.records + at) * NUMBER)
    }

    fn key(&self, at: usize) -> u64 {
        self.column(0, at)
    }

    fn group(&self, at: usize) -> u64 {
        self.column(1, at)
    }

    /// How many links and members the records before this one have.
    fn ends(&self, before: usize) -> (usize, usize) {
        let Some(last) = before.checked_sub(1) else {
            return (0, 0);
        };
        let ends = self.column(2, last);
        let (links, members) = (ends >> 32, ends & u64::from(u32::MAX));
        (links as usize, members as usize)
    }

    fn links_start(&self) -> usize {
        HEAD + COLUMNS * self.records * NUMBER
    }

    /// The first byte of the members, where there are so many links.
    fn members_start(&self, links: usize) -> usize {
        self.links_start() + links * (NUMBER + OVERLAP)
    }

    fn record(&self, at: usize) -> WrittenRecord<'_> {
        let ((links, members), (links_end, members_end)) = (self.ends(at), self.ends(at + 1));
        WrittenRecord {
            shard: self,
            at,
            links: links..links_end,
            members: members..members_end,
        }
    }

    /// How many links all records have.
    fn all_links(&self) -> usize {
        self.ends(self.records).0
    }

    /// The other article of a link.
    fn linked(&self, link: usize) -> u64 {
        self.number(self.links_start() + link * NUMBER)
    }

    fn overlap(&self, link: usize) -> Overlap {
        let overlaps = self.links_start() + self.all_links() * NUMBER;
        let part = |nth: usize| {
            let from = overlaps + link * OVERLAP + nth * size_of::<u16>();
            let bytes = self.bytes.get(from..from + size_of::<u16>());
            let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
            bytes.map_or(0, u16::from_le_bytes)
        };
        Overlap {
            first: part(0),
            second: part(1),
        }
    }

    fn member(&self, member: usize) -> u64 {
        self.number(self.members_start(self.all_links()) + member * NUMBER)
    }

    /// The place of a key. Keys are hashes, so that a key stands about where its size says.
    fn find(&self, key: u64, bits: u32) -> Option<usize> {
        let spread = u128::from(key.checked_shl(bits).unwrap_or(0));
        let guess = (spread * self.records as u128) >> u64::BITS;
        let mut low = 0;
        let mut high = self.records;
        let mut middle = guess as usize;
        let mut step = 8;
        while low < high {
            let found = self.key(middle);
            match found.cmp(&key) {
                Ordering::Equal => return Some(middle),
                Ordering::Less => {
                    low = middle + 1;
                    middle = (low + step).min(low.midpoint(high));
                }
                Ordering::Greater => {
                    high = middle;
                    middle = high.saturating_sub(step + 1).max(low.midpoint(high));
                }
            }
            step *= 4;
        }
        None
    }
}

/// A record as it was written. An article may be linked with most of the archive, so its lists are read only as far as they are asked for.
#[derive(Debug, Clone)]
pub struct WrittenRecord<'a> {
    shard: &'a WrittenShard,
    at: usize,
    links: Range<usize>,
    members: Range<usize>,
}

impl<'a> WrittenRecord<'a> {
    /// The key of the article.
    pub fn key(&self) -> u64 {
        self.shard.key(self.at)
    }

    /// See [`Record::group`].
    pub fn group(&self) -> u64 {
        self.shard.group(self.at)
    }

    /// See [`Record::links`]; in the order of the keys.
    pub fn links(&self) -> impl ExactSizeIterator<Item = Link> + 'a {
        let shard = self.shard;
        self.links.clone().map(|link| Link {
            to: shard.linked(link),
            overlap: shard.overlap(link),
        })
    }

    /// Whether the article shares text with the one of this key.
    pub fn is_linked(&self, to: u64) -> bool {
        is_among(self.links.clone(), |link| self.shard.linked(link), to)
    }

    /// See [`Record::members`].
    pub fn members(&self) -> impl ExactSizeIterator<Item = u64> + 'a {
        let shard = self.shard;
        self.members.clone().map(|member| shard.member(member))
    }

    /// Whether the article of this key is in the group for which this one stands.
    pub fn has_member(&self, key: u64) -> bool {
        is_among(
            self.members.clone(),
            |member| self.shard.member(member),
            key,
        )
    }
}

impl From<WrittenRecord<'_>> for Record {
    fn from(written: WrittenRecord<'_>) -> Self {
        Self {
            group: written.group(),
            links: written.links().collect(),
            members: written.members().collect(),
        }
    }
}

/// Whether a number is among those at some places, which are in order.
fn is_among(mut places: Range<usize>, number_at: impl Fn(usize) -> u64, number: u64) -> bool {
    while !places.is_empty() {
        let middle = places.start.midpoint(places.end);
        match number_at(middle).cmp(&number) {
            Ordering::Equal => return true,
            Ordering::Less => places.start = middle + 1,
            Ordering::Greater => places.end = middle,
        }
    }
    false
}

/// The book, for asking.
#[derive(Debug, Clone, Default)]
pub struct Book {
    bits: u32,
    shards: Vec<Option<WrittenShard>>,
    records: usize,
}

impl Book {
    /// Reads the book of this directory, whose shards `file` reads by name.
    pub fn read<E: From<FormatError>>(
        directory: &Directory,
        mut file: impl FnMut(&str) -> Result<Vec<u8>, E>,
    ) -> Result<Self, E> {
        let mut book = Self {
            bits: directory.bits,
            ..Self::default()
        };
        for name in &directory.shards {
            let shard = match name {
                Some(name) => Some(WrittenShard::new(file(name)?)?),
                None => None,
            };
            book.records += shard.as_ref().map_or(0, WrittenShard::len);
            book.shards.push(shard);
        }
        Ok(book)
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.records
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.records == 0
    }

    fn find(&self, key: u64) -> Option<(&WrittenShard, usize)> {
        let shard = self.shards.get(shard_of(key, self.bits))?.as_ref()?;
        Some((shard, shard.find(key, self.bits)?))
    }

    /// All that is said of an article.
    pub fn record(&self, key: u64) -> Option<WrittenRecord<'_>> {
        let (shard, at) = self.find(key)?;
        Some(shard.record(at))
    }

    /// The group of an article: its own key where it has no copies.
    pub fn group(&self, key: u64) -> u64 {
        self.find(key).map_or(key, |(shard, at)| shard.group(at))
    }

    /// The group of an article that has copies.
    pub fn group_of_several(&self, key: u64) -> Option<u64> {
        let record = self.record(key)?;
        let is_of_several = record.group() != key || record.members().len() > 0;
        is_of_several.then(|| record.group())
    }

    /// The record of the article that stands for the group of this one; none where it has no copies.
    pub fn group_record(&self, key: u64) -> Option<WrittenRecord<'_>> {
        let record = self.record(self.group(key))?;
        (record.members().len() > 0).then_some(record)
    }

    /// The articles that are in one group of copies with an article, in the order of their keys, itself among them.
    pub fn members(&self, key: u64) -> Vec<u64> {
        let group = self.group_record(key);
        group.map_or_else(|| vec![key], |group| group.members().collect())
    }

    /// Every record.
    pub fn records(&self) -> impl Iterator<Item = WrittenRecord<'_>> {
        let shards = self.shards.iter().flatten();
        shards.flat_map(|shard| (0..shard.len()).map(|at| shard.record(at)))
    }
}
