//! What a run knows of the sites, and how it learns more.
//!
//! The archive is the book: a site's sample is read from it, and so is each article that new knowledge changes. What
//! was learned at the end of a run lies in a sidecar that the commit names. Within a run a site is also looked at for
//! a first time when some of its pages have come: most pages are then made right at once, and the end of the run has
//! few to make anew. What a site's pages come to at the end depends on the archive alone.

use std::sync::Arc;

use parking_lot::{Mutex, RwLock};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::{Removal, Version};
use crate::index::payload::Payload;
use crate::index::{self, Address, Catalog, SourceAt, Writer};
use crate::ingest::report::IngestError;
use crate::site::{self, Book, Learned, SAMPLE, Seen, apply};

/// The sidecar that holds the book.
const SIDECAR: (&str, &str) = ("sites", "json.zst");

/// A site is looked at when so many of its pages have come in a run, and at each doubling until there are as many as
/// make a good sample.
const FIRST_LOOK: usize = 6;
const LAST_LOOK: usize = 48;

/// Sites that a commit lists as not learned yet; where there are more, the next run looks at all sites.
const DUE: usize = 10_000;

/// Pages of all sites together that wait for a first look: about 20 MB.
const WAITING: usize = 20_000;

/// Bytes of a sample's articles that are kept until its furniture is quoted. Of usual sites that is all of them; the others are read again.
const KEPT: usize = 16 << 20;

/// What is known of the sites, shared by the threads of a run.
pub(crate) struct Knowledge {
    book: Book,
    payload: Mutex<Payload>,
    /// What first looks have found. It counts for more than the book until the run learns at its end.
    first_looks: RwLock<FxHashMap<String, Vec<Arc<Learned>>>>,
    waiting: Mutex<Waiting>,
    /// Sites of which a page of the sample has come, changed or gone.
    touched: Mutex<FxHashSet<String>>,
    /// Sites from which an earlier run has not learned; it may have made their articles with anything.
    due: FxHashSet<String>,
    all_due: bool,
    copies_due: bool,
}

/// Pages that wait until enough of their site have come.
#[derive(Default)]
struct Waiting {
    /// `None` for a site that was looked at for the last time.
    pages: FxHashMap<String, Option<Vec<Seen>>>,
    count: usize,
}

impl Waiting {
    fn wants(&self, site: &str) -> bool {
        match self.pages.get(site) {
            Some(pages) => pages.is_some(),
            None => self.count < WAITING,
        }
    }

    /// Takes a page, and hands over the pages of its site when it is time to look at them.
    fn take(&mut self, site: &str, seen: Seen) -> Option<Vec<Seen>> {
        let entry = self.pages.entry(site.to_owned());
        let slot = entry.or_insert_with(|| Some(Vec::new()));
        let pages = slot.as_mut()?;
        pages.push(seen);
        self.count += 1;
        if pages.len() >= LAST_LOOK {
            self.count -= pages.len();
            return slot.take();
        }
        let looks = pages.len() / FIRST_LOOK;
        let is_time = looks.is_power_of_two() && pages.len() == looks * FIRST_LOOK;
        is_time.then(|| pages.clone())
    }
}

impl Knowledge {
    /// Reads what the archive's last commit knows.
    pub(crate) fn read(writer: &Writer) -> Result<Self, IngestError> {
        let payload = Payload::read(writer.payload().as_deref()).map_err(site::Damage::new)?;
        let mut book = Book::default();
        if let Some(name) = &payload.sites {
            let missing = || site::Damage::new(format!("{name} is missing"));
            let bytes = writer.read_sidecar(name)?.ok_or_else(missing)?;
            book = Book::read(&bytes)?;
        }
        Ok(Self {
            book,
            due: payload.due.iter().cloned().collect(),
            touched: Mutex::new(payload.due.iter().cloned().collect()),
            all_due: payload.all_due,
            copies_due: payload.copies_due || payload.copies.is_none(),
            payload: Mutex::new(payload),
            first_looks: RwLock::default(),
            waiting: Mutex::default(),
        })
    }

    /// An earlier run has not looked for copies of all that it has put.
    pub(crate) fn copies_were_due(&self) -> bool {
        self.copies_due
    }

    /// The sidecar with the files that need not be opened.
    pub(crate) fn files(&self) -> Option<String> {
        self.payload.lock().files.clone()
    }

    /// Names another such sidecar in the commits that follow.
    pub(crate) fn set_files(&self, name: String) {
        self.payload.lock().files = Some(name);
    }

    /// What is known of a site so far.
    pub(crate) fn of(&self, site: &str) -> Option<Arc<Learned>> {
        if let Some(looks) = self.first_looks.read().get(site) {
            return looks.last().cloned();
        }
        self.book.of(site).cloned()
    }

    /// An article of this site has come, changed or gone.
    pub(crate) fn touch(&self, site: &str, id_key: u64) {
        if self.book.concerns(site, id_key) && !self.touched.lock().contains(site) {
            self.touched.lock().insert(site.to_owned());
        }
    }

    /// Takes a page of a site that is not known well, as it is without regard to its site.
    pub(crate) fn see(&self, site: &str, page: &Version) {
        if !self.book.is_open(site) || !self.waiting.lock().wants(site) {
            return;
        }
        // Made without the lock: other threads go on meanwhile. A first look need not be exact, only early.
        let seen = Seen::of(page);
        let Some(pages) = self.waiting.lock().take(site, seen) else {
            return;
        };
        let learned = Arc::new(site::learn(site, &pages));
        let mut looks = self.first_looks.write();
        looks.entry(site.to_owned()).or_default().push(learned);
    }

    /// What to commit beside articles that nothing was learned from yet.
    pub(crate) fn payload_before_learning(&self, writer: &Writer) -> Payload {
        let mut payload = self.payload.lock();
        payload.copies_due |= writer.has_changes();
        let touched = self.touched.lock();
        payload.all_due = self.all_due || touched.len() > DUE;
        payload.due = touched.iter().take(DUE).cloned().collect();
        payload.due.sort_unstable();
        payload.clone()
    }

    /// The names of the sites to learn, in order.
    pub(crate) fn sites_to_learn(&self, catalog: &Catalog) -> Result<Vec<String>, IngestError> {
        let mut sites: Vec<String> = self.touched.lock().iter().cloned().collect();
        if self.all_due {
            for at in catalog.sites()? {
                let (domain, path) = catalog.domain_and_path(at)?;
                sites.extend(site::of_place(&domain, &path));
            }
        }
        sites.sort_unstable();
        sites.dedup();
        Ok(sites)
    }

    /// Learns a site from its sample in the archive.
    pub(crate) fn learn(&self, site: &str, catalog: &Catalog) -> Result<Lesson, IngestError> {
        let mut pages: Vec<(u64, Address)> = Vec::new();
        for at in catalog.of_site(index::key(site))? {
            pages.push((catalog.id_key(at), at));
        }
        pages.sort_unstable();
        let sample = pages.get(..SAMPLE).unwrap_or(&pages);
        // In the order in which they are stored, as several may lie in one block.
        let mut places: Vec<Address> = sample.iter().map(|(_, at)| *at).collect();
        places.sort_unstable();
        let mut seen = Vec::with_capacity(places.len());
        let mut kept = Vec::new();
        let mut bytes = 0;
        for at in &places {
            let version = unlearned(*at, catalog)?;
            seen.push(Seen::of(&version));
            bytes += size_of_version(&version);
            kept.push(Some(version).filter(|_| bytes <= KEPT));
        }
        let mut learned = site::learn(site, &seen);
        for (at, kept) in places.iter().zip(kept) {
            match kept {
                Some(version) => learned.quote(&version),
                None => learned.quote(&unlearned(*at, catalog)?),
            }
        }
        let last = sample.last().filter(|_| sample.len() == SAMPLE);
        Ok(Lesson {
            concerned: self.concerned(site, &learned, &pages, catalog)?,
            horizon: last.map_or(u64::MAX, |(key, _)| *key),
            learned: Arc::new(learned),
        })
    }

    /// The articles that may be other ones in the light of `now`: those that hold a block which is furniture now or
    /// lost one which is none, and where title ends or names changed, those that are not as they would be.
    fn concerned(
        &self,
        site: &str,
        now: &Learned,
        pages: &[(u64, Address)],
        catalog: &Catalog,
    ) -> Result<Vec<Address>, IngestError> {
        // What articles of the site may have been made with: the book, and the first looks of this run.
        let mut used = vec![self.book.of(site).cloned().unwrap_or_default()];
        if let Some(looks) = self.first_looks.read().get(site) {
            used.extend(looks.iter().cloned());
        }
        let due = self.all_due || self.due.contains(site);
        if !due && used.iter().all(|then| then.changes_like(now)) {
            return Ok(Vec::new());
        }
        let titles = due || used.iter().any(|then| !then.cuts_titles_like(now));
        let furniture: FxHashSet<u64> = now
            .furniture
            .iter()
            .map(|item| index::short(item.hash))
            .collect();
        let own_name = now.name.as_ref().map(|name| name.value.as_str());
        let names = due || used.iter().any(|then| !then.names_like(now));
        // Outlets within an outlet keep their names, so that an article with the right name may have lost its own.
        let within = |learned: &Learned| {
            learned
                .name
                .as_ref()
                .is_some_and(|name| !name.others.is_empty())
        };
        let anybody = names && (within(now) || used.iter().any(|then| within(then)));
        let mut concerned = Vec::new();
        // A site has few names.
        let mut is_own: FxHashMap<SourceAt, bool> = FxHashMap::default();
        let mut has_own_name = |at: Address| match catalog.source(at) {
            Some(source) => *is_own
                .entry(source)
                .or_insert_with(|| catalog.source_name(source).as_deref() == own_name),
            None => own_name.is_none(),
        };
        for (_, at) in pages {
            let holds = catalog.holds(*at, &|hash| furniture.contains(&hash));
            // An article with the name already gets it either way.
            let mut renamed = || anybody || names && !has_own_name(*at);
            if titles || holds || renamed() {
                concerned.push(*at);
            }
        }
        Ok(concerned)
    }

    /// Writes what was learned and returns what to commit with it.
    pub(crate) fn write(
        mut self,
        lessons: Vec<(String, Lesson)>,
        writer: &Writer,
    ) -> Result<Payload, IngestError> {
        for (site, lesson) in lessons {
            self.book.set(&site, lesson.learned, lesson.horizon);
        }
        let name = writer.write_sidecar(SIDECAR, &self.book.write()?)?;
        let payload = self.payload.into_inner();
        Ok(Payload {
            sites: Some(name),
            due: Vec::new(),
            all_due: false,
            ..payload
        })
    }
}

/// The article shown, as it is without regard to its site.
fn unlearned(at: Address, catalog: &Catalog) -> Result<Version, IngestError> {
    let mut version = catalog.entry(at)?.shown;
    apply::restore(&mut version);
    Ok(version)
}

/// About so many bytes of memory: a page of short lines has little text and a long ledger.
fn size_of_version(version: &Version) -> usize {
    let article = &version.article;
    article.text.len() + article.removed.len() * (size_of::<Removal>() + 32)
}

/// Removes the books of earlier commits.
pub(crate) fn sweep(payload: &Payload, writer: &Writer) -> Result<(), IngestError> {
    let named: Vec<&str> = payload.sites.as_deref().into_iter().collect();
    writer.sweep_sidecars(SIDECAR.0, &named)?;
    Ok(())
}

/// What was learned of one site at the end of a run.
pub(crate) struct Lesson {
    pub(crate) learned: Arc<Learned>,
    /// The greatest key of the site's sample.
    horizon: u64,
    /// The articles to look at again.
    pub(crate) concerned: Vec<Address>,
}
