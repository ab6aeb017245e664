//! What an article still says of itself when blocks have left it that its site repeats.

use crate::article::{
    Article, Block, BlockKind, CleanPage, Evidence, Found, PubDate, RawPage, Reason, Removal, Span,
    Witness,
};
use crate::identify::dateline::Dateline;
use crate::identify::ld::Ld;
use crate::identify::source::SiteName;
use crate::identify::{author, date, dateline, language, line, title, wire};
use crate::text::fold;

/// So many of the first paragraphs are looked through for a dateline, as [`dateline::identify`] does.
const OPENING: usize = 5;

/// Text and removals are told apart by so many bytes, more than anything looks back from the text.
const APART: usize = 10_000;

/// Takes back what only the blocks in `gone` said of an article, and looks for it in what is left.
///
/// `article.text` is already without these blocks, and `article.removed` holds them. Only fields that were seen in the words of the
/// page ([`Witness::Text`]) and whose words (the quotation, else the value) stand in one of the blocks are touched:
///
/// - **title**: the first line or heading of what is left, as of bare text (also where the title lost what its site adds to it);
/// - **published**: a date of what is left that is more than the day of an event, else the one day that the removed by-lines and
///   lines with a date name; **modified** is dropped;
/// - **authors**: the by-lines among the first paragraphs and among the removed lines;
/// - **wire**: the dateline, a line of credit, the last words, a line of copyright, an attribution;
/// - **place**: the dateline. Where no dateline was known and a block stood among the first paragraphs, place and wire are looked
///   for too: another paragraph is among the first now;
/// - **language**: looked for in what is left where the blocks were a third of the text or more.
///
/// What is not found stays empty. Id, addresses, source, and all that markup, the address or the user said stay as they are. The
/// outcome depends on the article and on `gone` alone; where no field is touched, it costs a look at the evidence. A caller whose
/// archive must be the same in any order identifies the whole page and refreshes it, also when it knew the site beforehand.
pub fn refresh(article: &mut Article, gone: &[Removal]) {
    let texts: Vec<String> = gone.iter().map(|removal| words(&removal.text)).collect();
    let gone_from = |evidence: &Evidence, value: &str| {
        let said = words(evidence.quote.as_deref().unwrap_or(value));
        texts.iter().any(|text| holds(text, &said))
    };
    let lost = Lost {
        title: article.title.as_ref().is_some_and(|found| {
            matches!(found.evidence.from, Witness::Text | Witness::Site)
                && gone_from(&found.evidence, &found.value)
        }),
        published: is_lost(article.published.as_ref(), &gone_from),
        modified: is_lost(article.modified.as_ref(), &gone_from),
        authors: article.authors.as_ref().is_some_and(|found| {
            found.evidence.from == Witness::Text
                && gone_from(&found.evidence, &found.value.join(", "))
        }),
        wire: is_lost(article.wire.as_ref(), &gone_from),
        place: is_lost(article.place.as_ref(), &gone_from),
        language: is_large(article, gone),
        opening: article.place.is_none() && gone.iter().any(|removal| opened(article, removal)),
    };
    if lost != Lost::default() {
        lost.find_again(article);
    }
}

/// Which fields are to be looked for again.
#[derive(Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one for each field")]
struct Lost {
    title: bool,
    published: bool,
    modified: bool,
    authors: bool,
    wire: bool,
    place: bool,
    language: bool,
    /// A block stood among the first paragraphs, and no dateline is known.
    opening: bool,
}

impl Lost {
    fn find_again(&self, article: &mut Article) {
        let page = bare_page(article);
        if self.language {
            article.language = language::detect(&article.text, None);
        }
        if self.title {
            article.title = title::of_text(&page);
        }
        if self.published {
            article.published = published(article, &page);
        }
        if self.modified {
            article.modified = None;
        }
        if self.authors || self.wire || self.place || self.opening {
            self.find_credits(article, &page);
        }
        article.removed = page.removals;
    }

    /// Authors, agency and place: lines of credit, by-lines and the dateline.
    fn find_credits(&self, article: &mut Article, page: &CleanPage) {
        let no_ld = Ld::default();
        let voices = author::voices(page, &no_ld);
        let dateline = dateline::of_blocks(page);
        if self.wire {
            article.wire = wire::identify(page, &no_ld, &voices, dateline.as_ref());
        } else if article.wire.is_none() {
            article.wire = dateline.as_ref().and_then(wire::of_dateline);
        }
        if self.place || self.opening {
            article.place = dateline.and_then(Dateline::into_place);
        }
        if self.authors {
            let outlet = article.source.iter().map(SiteName::of_source);
            let names: Vec<SiteName> = outlet.collect();
            let domain = article.domain.as_deref();
            article.authors = author::identify(&RawPage::default(), voices, &names, domain);
        }
    }
}

fn is_lost<T: ToString>(
    found: Option<&Found<T>>,
    gone_from: &impl Fn(&Evidence, &str) -> bool,
) -> bool {
    found.is_some_and(|found| {
        found.evidence.from == Witness::Text && gone_from(&found.evidence, &found.value.to_string())
    })
}

/// The blocks were a third of the text or more, and the language was told by the text.
fn is_large(article: &Article, gone: &[Removal]) -> bool {
    let by_text = |found: &Found<_>| found.evidence.from == Witness::Text;
    let bytes: usize = gone.iter().map(|removal| removal.text.len()).sum();
    article.language.as_ref().is_none_or(by_text) && bytes * 2 >= article.text.len()
}

/// Whether a block may have stood among the first paragraphs: before it there is no more kept text than those are long. Kept text
/// is what lies between removals.
fn opened(article: &Article, block: &Removal) -> bool {
    let mut kept = block.at.start;
    for removal in &article.removed {
        if removal.at.end <= block.at.start {
            kept = kept.saturating_sub(removal.at.end - removal.at.start);
        }
    }
    let title = article.title.as_ref().map_or(0, |title| title.value.len());
    let first = article.text.split("\n\n").take(OPENING);
    kept < title + first.map(|text| text.len() + 1).sum::<usize>()
}

/// The article as the page of a bare text. Where its paragraphs stood is not stored: they are put far behind all that was left out,
/// so that no line counts as near them. The removals are moved out of the article.
fn bare_page(article: &mut Article) -> CleanPage {
    let removals = std::mem::take(&mut article.removed);
    let last = removals.iter().map(|removal| removal.at.end).max();
    let mut at = last.unwrap_or_default() + APART;
    let mut page = CleanPage {
        removals,
        ..CleanPage::default()
    };
    for text in article.text.split("\n\n").filter(|text| !text.is_empty()) {
        let end = at + text.len();
        page.blocks.push(Block {
            kind: BlockKind::Paragraph,
            text: text.to_owned(),
            at: Span { start: at, end },
        });
        at = end + 2;
    }
    page
}

/// The date that the text gives, else the one day that the removed lines name.
fn published(article: &Article, page: &CleanPage) -> Option<Found<PubDate>> {
    let language = article.language.as_ref().map(|found| &found.value);
    let read = |text: &str| {
        date::in_text(text, language, article.captured)
            .filter(|found| found.evidence.sure >= date::ENOUGH)
    };
    if let Some(found) = read(&article.text) {
        return Some(found);
    }
    let lines = line::removed_lines(page, &[Reason::Byline, Reason::DateLine]);
    let mut dates = lines.into_iter().filter_map(read);
    let first = dates.next()?;
    dates
        .all(|other| other.value.date == first.value.date)
        .then_some(first)
}

/// The words of a text, with one blank before, between and after them.
fn words(text: &str) -> String {
    let key = fold::key(text);
    let mut out = String::from(" ");
    for word in key.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            out.push_str(word);
            out.push(' ');
        }
    }
    out
}

/// Whether words stand in a text; those of scripts without blanks, within a run of signs too.
fn holds(text: &str, words: &str) -> bool {
    let bare = words.trim();
    !bare.is_empty() && (text.contains(words) || !bare.is_ascii() && text.contains(bare))
}
