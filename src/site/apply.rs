//! Applying to one article what was learned of its site, and taking it back.
//!
//! Law: what an article comes to depends on the article and on what is known now; what was known before leaves no
//! trace.

use crate::article::{
    Article, BlockKind, Evidence, FieldBefore, Found, OutlinedBlock, Reason, Removal, Version,
    Witness,
};
use crate::site::affix;
use crate::site::learned::{Learned, Name};
use crate::text::fold;

/// The rule of a source that other pages of the domain named.
const MAJORITY: &str = "site-majority";

/// The rule of a title that lost what its site adds to every title.
const AFFIX: &str = "site-title";

/// Fewer characters are no article.
const LEAST: usize = 30;

/// How sure a name is that most pages of a site give. One figure whatever the majority: an article does not change
/// when one page more gives the same name.
const SURE: f32 = 0.9;

/// A name that is less sure than this yields to what the other pages say.
const WEAK: f32 = 0.55;

/// Takes the site's furniture out of an article, except what `keeps` wants to keep, and returns what went. An article
/// that is nothing but furniture stays as it is.
pub fn remove_furniture(
    page: &mut Version,
    learned: &Learned,
    keeps: &dyn Fn(&str) -> bool,
) -> Vec<Removal> {
    if learned.furniture.is_empty() {
        return Vec::new();
    }
    let blocks = page.outline.blocks(&page.article.text, &[]);
    let is_furniture = |block: &OutlinedBlock| {
        block.whole && learned.is_furniture(&block.block.text) && !keeps(&block.block.text)
    };
    let fates: Vec<bool> = blocks.iter().map(is_furniture).collect();
    let (mut left, mut text) = (0, Vec::new());
    for (OutlinedBlock { block, .. }, goes) in blocks.iter().zip(&fates) {
        if *goes {
            continue;
        }
        text.push(block.text.as_str());
        if !matches!(block.kind, BlockKind::Heading(_)) {
            left += block.text.chars().count();
        }
    }
    if !fates.contains(&true) || left < LEAST {
        return Vec::new();
    }
    page.article.text = text.join("\n\n");
    let mut gone: Vec<(u32, Removal)> = Vec::new();
    for (at, OutlinedBlock { block, .. }) in (0..).zip(blocks) {
        if fates.get(at as usize) == Some(&true) {
            let removal = Removal::new(Reason::SiteFurniture, block.text, block.at);
            gone.push((at, removal));
        }
    }
    // The ledger is in the order of the page, and the places of the furniture go with it.
    gone.sort_by_key(|(at, removal)| (removal.at.start, removal.at.end, *at));
    page.changes.furniture = gone.iter().map(|(at, _)| *at).collect();
    let gone: Vec<Removal> = gone.into_iter().map(|(_, removal)| removal).collect();
    let ledger = &mut page.article.removed;
    ledger.extend(gone.iter().cloned());
    ledger.sort_by_key(|removal| (removal.at.start, removal.at.end));
    gone
}

/// Takes back what knowledge of its site has changed in an article.
pub fn restore(page: &mut Version) {
    let changes = std::mem::take(&mut page.changes);
    for field in changes.fields {
        put_back(&mut page.article, field);
    }
    if changes.furniture.is_empty() {
        return;
    }
    page.changes.furniture = changes.furniture;
    let blocks = page.all_blocks();
    let texts: Vec<&str> = blocks
        .iter()
        .map(|outlined| outlined.block.text.as_str())
        .collect();
    page.article.text = texts.join("\n\n");
    page.article
        .removed
        .retain(|removal| removal.reason != Reason::SiteFurniture);
    page.changes.furniture.clear();
}

fn put_back(article: &mut Article, field: FieldBefore) {
    match field {
        FieldBefore::Title(value) => article.title = value,
        FieldBefore::Source(value) => article.source = value,
        FieldBefore::Wire(value) => article.wire = value,
        FieldBefore::Published(value) => article.published = value,
        FieldBefore::Modified(value) => article.modified = value,
        FieldBefore::Authors(value) => article.authors = value,
        FieldBefore::Language(value) => article.language = value,
        FieldBefore::Place(value) => article.place = value,
    }
}

/// The fields in which `after` differs from `before`, as they were before.
pub fn changed_fields(before: &Article, after: &Article) -> Vec<FieldBefore> {
    let mut fields = Vec::new();
    if before.title != after.title {
        fields.push(FieldBefore::Title(before.title.clone()));
    }
    if before.source != after.source {
        fields.push(FieldBefore::Source(before.source.clone()));
    }
    if before.wire != after.wire {
        fields.push(FieldBefore::Wire(before.wire.clone()));
    }
    if before.published != after.published {
        fields.push(FieldBefore::Published(before.published.clone()));
    }
    if before.modified != after.modified {
        fields.push(FieldBefore::Modified(before.modified.clone()));
    }
    if before.authors != after.authors {
        fields.push(FieldBefore::Authors(before.authors.clone()));
    }
    if before.language != after.language {
        fields.push(FieldBefore::Language(before.language.clone()));
    }
    if before.place != after.place {
        fields.push(FieldBefore::Place(before.place.clone()));
    }
    fields
}

/// Gives an article the title and the source that it has in the light of its site.
pub fn finish(article: &mut Article, learned: &Learned) {
    if let Some(title) = article.title.take() {
        article.title = Some(with_title(title, learned));
    }
    article.source = with_source(article.source.take(), learned);
}

fn with_title(title: Found<String>, learned: &Learned) -> Found<String> {
    if title.evidence.from == Witness::Given {
        return title;
    }
    match affix::strip(&title.value, &learned.affixes) {
        None => title,
        Some(value) => {
            let evidence =
                Evidence::new(AFFIX, Witness::Site, title.evidence.sure).quoting(title.value);
            Found { value, evidence }
        }
    }
}

fn with_source(source: Option<Found<String>>, learned: &Learned) -> Option<Found<String>> {
    let Some(name) = &learned.name else {
        return source;
    };
    let evidence = Evidence::new(MAJORITY, Witness::Site, SURE);
    match source {
        None => Some(Found {
            value: name.value.clone(),
            evidence,
        }),
        Some(own) if yields(&own, name) => Some(Found {
            value: name.value.clone(),
            evidence: evidence.quoting(own.value),
        }),
        own => own,
    }
}

/// The page's own name gives way: it is the bare domain, a guess, or another spelling of the same name.
fn yields(own: &Found<String>, name: &Name) -> bool {
    if own.evidence.from == Witness::Given || own.value == name.value {
        return false;
    }
    let (one, other) = (fold::squash(&own.value), fold::squash(&name.value));
    if name.others.contains(&one) {
        return false;
    }
    let within = |short: &str, long: &str| short.chars().count() >= 4 && long.contains(short);
    own.evidence.from == Witness::Url
        || own.evidence.sure < WEAK
        || one == other
        || within(&one, &other)
        || within(&other, &one)
}
