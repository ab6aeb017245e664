//! The book: what was seen of each site, and what was learned from it.
//!
//! Of each site the pages with the least keys are remembered: a sample that is the same in whatever order the pages came, grows no larger than
//! it may, and stays exact when a page is read again. When all samples together grow too large, each is halved.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::error::Error;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::article::Article;
use crate::site::learned::{Learned, SHOWN, hash};
use crate::site::page::Seen;
use crate::site::{affix, furniture, majority};

/// Pages of one site that are remembered.
const SAMPLE: usize = 96;
/// The least that a sample is cut down to; then whole sites go.
const SMALLEST: usize = 6;
/// Pages of all sites together: about 60 MB.
const TOTAL: usize = 60_000;
/// The form in which a book is written.
const VERSION: u32 = 1;

/// What is known of the sites of an archive.
#[derive(Debug, Clone)]
pub struct Book {
    sites: BTreeMap<String, Site>,
    /// The most pages that all samples hold together.
    most: usize,
    /// The size of a site's sample.
    sample: usize,
    /// Sites with this number or a greater one are not remembered.
    bound: u64,
    /// Pages remembered.
    total: usize,
    /// The site of each page that is remembered.
    places: HashMap<u64, String>,
    /// Keys of pages in the archive that were made when less was known.
    stale: BTreeSet<u64>,
    /// It is as it was when it was read or written.
    written: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Site {
    /// The sample by the pages' keys.
    pages: BTreeMap<u64, Seen>,
    #[serde(default, skip_serializing_if = "Learned::is_empty")]
    learned: Learned,
    /// The sample has changed since.
    #[serde(default)]
    changed: bool,
}

#[derive(Serialize, Deserialize)]
struct Written<S> {
    version: u32,
    sample: usize,
    bound: u64,
    stale: BTreeSet<u64>,
    sites: S,
}

/// A written book that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("what was learned of the sites cannot be read")]
pub struct Damage {
    #[source]
    source: Box<dyn Error + Send + Sync>,
}

impl Default for Book {
    fn default() -> Self {
        Self::with_most(TOTAL)
    }
}

impl Book {
    /// A book that remembers so many pages at most.
    pub fn with_most(pages: usize) -> Self {
        Self {
            sites: BTreeMap::new(),
            most: pages.max(SMALLEST),
            sample: SAMPLE,
            bound: u64::MAX,
            total: 0,
            places: HashMap::new(),
            stale: BTreeSet::new(),
            written: true,
        }
    }

    /// Reads a book that [`write`](Self::write) wrote.
    pub fn read(bytes: &[u8]) -> Result<Self, Damage> {
        let damage = |source: Box<dyn Error + Send + Sync>| Damage { source };
        let json = zstd::decode_all(bytes).map_err(|error| damage(error.into()))?;
        let written: Written<BTreeMap<String, Site>> =
            serde_json::from_slice(&json).map_err(|error| damage(error.into()))?;
        if written.version != VERSION {
            return Err(damage(
                format!("it has the form {}, not {VERSION}", written.version).into(),
            ));
        }
        let mut book = Self {
            sample: written.sample,
            bound: written.bound,
            stale: written.stale,
            ..Self::default()
        };
        for (name, site) in &written.sites {
            book.total += site.pages.len();
            book.places
                .extend(site.pages.keys().map(|key| (*key, name.clone())));
        }
        book.sites = written.sites;
        Ok(book)
    }

    /// The book as bytes.
    pub fn write(&mut self) -> Result<Vec<u8>, Damage> {
        let written = Written {
            version: VERSION,
            sample: self.sample,
            bound: self.bound,
            stale: self.stale.clone(),
            sites: &self.sites,
        };
        let damage = |source: Box<dyn Error + Send + Sync>| Damage { source };
        let json = serde_json::to_vec(&written).map_err(|error| damage(error.into()))?;
        let bytes = zstd::encode_all(json.as_slice(), 3).map_err(|error| damage(error.into()))?;
        self.written = true;
        Ok(bytes)
    }

    /// Nothing has changed since it was read or written.
    pub fn is_written(&self) -> bool {
        self.written
    }

    /// Whether the page with this key belongs to its site's sample.
    pub fn wants(&self, site: &str, key: u64) -> bool {
        let fits = |site: &Site| {
            site.pages.len() < self.sample
                || site
                    .pages
                    .last_key_value()
                    .is_some_and(|(last, _)| key <= *last)
        };
        xxh3_64(site.as_bytes()) < self.bound && self.sites.get(site).is_none_or(fits)
    }

    /// Remembers a page, in place of what was remembered under its key.
    pub fn see(&mut self, site: &str, key: u64, seen: Seen) {
        if self.places.get(&key).is_some_and(|place| place != site) {
            self.forget(key);
        }
        if !self.wants(site, key) {
            return;
        }
        let entry = self.sites.entry(site.to_owned()).or_default();
        if entry.pages.get(&key) == Some(&seen) {
            return;
        }
        entry.changed = true;
        self.written = false;
        if entry.pages.insert(key, seen).is_none() {
            self.places.insert(key, site.to_owned());
            self.total += 1;
            self.cut(site);
        }
        while self.total > self.most {
            self.shrink();
        }
    }

    /// Forgets a page that is gone.
    pub fn forget(&mut self, key: u64) {
        self.mark_fresh(key);
        let Some(site) = self
            .places
            .remove(&key)
            .and_then(|name| self.sites.get_mut(&name))
        else {
            return;
        };
        if site.pages.remove(&key).is_some() {
            self.total -= 1;
            site.changed = true;
            self.written = false;
        }
    }

    /// Cuts a site's sample to its size.
    fn cut(&mut self, name: &str) {
        let Some(site) = self.sites.get_mut(name) else {
            return;
        };
        while site.pages.len() > self.sample {
            let Some((key, _)) = site.pages.pop_last() else {
                break;
            };
            self.places.remove(&key);
            self.total -= 1;
            site.changed = true;
        }
    }

    /// Halves every sample, or forgets the site with the greatest number.
    fn shrink(&mut self) {
        if self.sample > SMALLEST {
            self.sample = (self.sample / 2).max(SMALLEST);
            let names: Vec<String> = self.sites.keys().cloned().collect();
            names.iter().for_each(|name| self.cut(name));
            return;
        }
        let number = |name: &String| xxh3_64(name.as_bytes());
        let Some(name) = self.sites.keys().max_by_key(|name| number(name)).cloned() else {
            return;
        };
        self.bound = number(&name);
        let gone = self.sites.remove(&name).unwrap_or_default();
        gone.pages.keys().for_each(|key| {
            self.places.remove(key);
        });
        self.total -= gone.pages.len();
    }

    /// Learns from what was seen since the last time. Returns what was known of the sites of which something else is known now.
    pub fn learn(&mut self) -> BTreeMap<String, Learned> {
        let mut before = BTreeMap::new();
        for (name, site) in self.sites.iter_mut().filter(|(_, site)| site.changed) {
            site.changed = false;
            self.written = false;
            let pages: Vec<&Seen> = site.pages.values().collect();
            let affixes = affix::learn(&pages);
            let named = majority::learn(name, &pages).or_else(|| affix::name(&affixes));
            let mut now = Learned {
                furniture: furniture::learn(&pages),
                affixes,
                name: named,
            };
            for item in &mut now.furniture {
                let known = site
                    .learned
                    .furniture
                    .iter()
                    .find(|known| known.hash == item.hash);
                item.text = known.map_or_else(String::new, |known| known.text.clone());
            }
            let known = std::mem::replace(&mut site.learned, now);
            if substance(&known) != substance(&site.learned) {
                before.insert(name.clone(), known);
            }
        }
        before
    }

    /// Takes the words of furniture from an article of its site that has them or had them.
    pub fn show(&mut self, site: &str, article: &Article) {
        let Some(site) = self.sites.get_mut(site) else {
            return;
        };
        if site
            .learned
            .furniture
            .iter()
            .all(|item| !item.text.is_empty())
        {
            return;
        }
        let removed = article.removed.iter().map(|removal| removal.text.as_str());
        for block in article.text.split("\n\n").chain(removed) {
            let number = hash(block);
            let mut bare = site
                .learned
                .furniture
                .iter_mut()
                .filter(|item| item.text.is_empty());
            if let Some(item) = bare.find(|item| item.hash == number) {
                item.text = block
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .chars()
                    .take(SHOWN)
                    .collect();
            }
        }
    }

    /// What was learned of each site of which anything was learned.
    pub fn learned(&self) -> impl Iterator<Item = (&str, &Learned)> {
        let sites = self
            .sites
            .iter()
            .filter(|(_, site)| !site.learned.is_empty());
        sites.map(|(name, site)| (name.as_str(), &site.learned))
    }

    /// The same, to look up while the book is written in.
    pub fn facts(&self) -> Facts {
        let sites: HashMap<String, Learned> = self
            .learned()
            .map(|(name, learned)| (name.to_owned(), learned.clone()))
            .collect();
        let furniture = sites
            .values()
            .flat_map(|learned| &learned.furniture)
            .map(|item| item.hash)
            .collect();
        Facts { sites, furniture }
    }

    /// Marks a page of the archive that must be made anew when its file is seen again.
    pub fn mark_stale(&mut self, key: u64) {
        self.written &= !self.stale.insert(key);
    }

    /// Whether a page of the archive must be made anew.
    pub fn is_stale(&self, key: u64) -> bool {
        self.stale.contains(&key)
    }

    /// The page was made anew.
    pub fn mark_fresh(&mut self, key: u64) {
        self.written &= !self.stale.remove(&key);
    }
}

/// What of it changes an article.
fn substance(learned: &Learned) -> (BTreeSet<u64>, Vec<&str>) {
    let furniture = learned.furniture.iter().map(|item| item.hash).collect();
    let affixes = learned.affixes.iter().map(|affix| affix.text.as_str());
    let names = learned
        .name
        .iter()
        .flat_map(|name| std::iter::once(&name.value).chain(&name.others));
    // An empty text between them keeps the two lists apart.
    (
        furniture,
        affixes
            .chain([""])
            .chain(names.map(String::as_str))
            .collect(),
    )
}

/// What was learned of the sites, to look up.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    sites: HashMap<String, Learned>,
    furniture: HashSet<u64>,
}

impl Facts {
    /// What was learned of a site.
    pub fn of(&self, site: &str) -> Option<&Learned> {
        self.sites.get(site)
    }

    /// The block is furniture of some site.
    pub fn knows(&self, text: &str) -> bool {
        !self.furniture.is_empty() && self.furniture.contains(&hash(text))
    }
}
