//! Finding a quotation's articles, and choosing what is to be said of it.

use crate::archive::{Hit, Note, Request, SearchError, Searcher};
use crate::article::{Article, Span};
use crate::quotes::judgement::{Judged, Quotation, judge};
use crate::quotes::quote_queries::{with_all, with_most_words, with_windows};
use crate::quotes::quoted_words::{Wording, quoted_words};
use crate::quotes::speaker::{attribution, is_named};
use crate::quotes::surroundings::{around, sentences};
use crate::quotes::verdict::{Attribution, QuoteCheck, QuoteRequest, Quoted, Verdict};

/// Words of a quotation at most, signs and characters of scripts without spaces counted as words; what is behind them is not looked at.
pub const MAX_WORDS: usize = 600;

/// Texts with as many of the words, give or take this share, are alike.
const AS_LIKE: f32 = 0.02;

/// From this share of the same words on, no other articles are looked for.
const LIKE_ENOUGH: f32 = 0.8;

/// Other articles of one answer at most.
const MOST_OTHERS: usize = 5;

/// Says whether the archive has a quotation, and in which words.
pub fn verify(archive: &dyn Searcher, request: &QuoteRequest) -> Result<QuoteCheck, SearchError> {
    let mut wording = quoted_words(&request.quote);
    wording.tokens.truncate(MAX_WORDS);
    let mut search = Search {
        archive,
        request,
        wording: &wording,
        seen: Vec::new(),
        found: Vec::new(),
        notes: Vec::new(),
        articles: 0,
        texts: 0,
    };
    if !wording.tokens.is_empty() {
        search.run()?;
    }
    Ok(search.answer())
}

/// The state of the search for one quotation.
struct Search<'a> {
    archive: &'a dyn Searcher,
    request: &'a QuoteRequest,
    wording: &'a Wording,
    /// Ids of the articles that were looked at.
    seen: Vec<String>,
    found: Vec<Quoted>,
    notes: Vec<Note>,
    articles: u64,
    texts: u64,
}

impl Search<'_> {
    /// Looks at articles until some have the words, the surest first.
    fn run(&mut self) -> Result<(), SearchError> {
        let (articles, texts) = self.look_at(&with_all(self.request, self.wording))?;
        (self.articles, self.texts) = (articles, texts);
        if self.has(|quoted| quoted.verdict <= Verdict::OtherSpeaker) {
            return Ok(());
        }
        self.look_at(&with_windows(self.request, self.wording))?;
        if self.has(|quoted| quoted.likeness >= LIKE_ENOUGH) {
            return Ok(());
        }
        self.look_at(&with_most_words(self.request, self.wording))?;
        Ok(())
    }

    fn has(&self, is_good: fn(&Quoted) -> bool) -> bool {
        self.found.iter().any(is_good)
    }

    /// Looks at the hits of a request; returns how many articles and texts match.
    fn look_at(&mut self, request: &Request) -> Result<(u64, u64), SearchError> {
        let results = self.archive.search(request)?;
        for hit in &results.hits {
            self.look_at_hit(hit)?;
        }
        self.notes.extend(results.notes);
        let texts = results.texts.unwrap_or(results.total);
        Ok((results.total, texts))
    }

    fn look_at_hit(&mut self, hit: &Hit) -> Result<(), SearchError> {
        if self.seen.contains(&hit.id) {
            return Ok(());
        }
        self.seen.push(hit.id.clone());
        let Some(article) = self.archive.article(&hit.id)? else {
            return Ok(());
        };
        let quotation = Quotation {
            text: &self.request.quote,
            wording: self.wording,
        };
        self.found
            .extend(quoted(&quotation, article, self.request.speaker.as_deref()));
        Ok(())
    }

    /// The best of what was found, and others of the same verdict.
    fn answer(mut self) -> QuoteCheck {
        let best = self.found.iter().map(|quoted| quoted.verdict).min();
        let verdict = best.unwrap_or(Verdict::Absent);
        self.found.retain(|quoted| quoted.verdict == verdict);
        let likeness = self.found.iter().map(|quoted| quoted.likeness);
        let most_like = likeness.fold(0.0, f32::max);
        self.found
            .retain(|quoted| quoted.likeness >= most_like - AS_LIKE);
        self.found.sort_by_key(|quoted| {
            let day = quoted.article.published.as_ref();
            let day = day.map_or(i64::MAX, |day| day.value.timestamp());
            (day, quoted.article.id.clone())
        });
        let mut found = self.found.into_iter();
        let first = found.next();
        let has_words = verdict <= Verdict::OtherSpeaker;
        QuoteCheck {
            verdict,
            first,
            others: found.take(MOST_OTHERS).collect(),
            articles: if has_words { self.articles } else { 0 },
            texts: if has_words { self.texts } else { 0 },
            notes: self.notes,
        }
    }
}

/// The quotation as an article has it: in its text, or else in its headline.
fn quoted(quotation: &Quotation<'_>, article: Article, speaker: Option<&str>) -> Option<Quoted> {
    let title = article.title.as_ref().map_or("", |title| &title.value);
    let in_text = judge(quotation, &article.text, language(&article));
    let is_whole = in_text
        .as_ref()
        .is_some_and(|judged| judged.verdict == Verdict::Exact);
    let in_headline = match is_whole {
        true => None,
        false => judge(quotation, title, language(&article)),
    };
    let key = |judged: &Judged| (judged.verdict, -(judged.likeness * 1000.0) as i64);
    let (judged, in_title) = match (in_text, in_headline) {
        (Some(text), Some(headline)) if key(&headline) < key(&text) => (headline, true),
        (Some(text), _) => (text, false),
        (None, Some(headline)) => (headline, true),
        (None, None) => return None,
    };
    let own = if in_title { title } else { &article.text };
    let attribution = speaker.map(|speaker| match in_title {
        true => said_in_headline(&article, title, judged.at, speaker),
        false => attribution(own, judged.at, speaker, language(&article)),
    });
    let is_others = attribution
        .as_ref()
        .is_some_and(|found| *found != Attribution::Asked);
    let words = own.get(judged.at.start..judged.at.end);
    let words = words.unwrap_or_default().to_owned();
    let sentence = sentence(own, judged.at);
    Some(Quoted {
        verdict: match judged.verdict {
            Verdict::Exact if is_others => Verdict::OtherSpeaker,
            verdict => verdict,
        },
        at: judged.at,
        in_title,
        sentence: sentence.filter(|sentence| sentence.len() > words.len() + 4),
        words,
        differences: judged.differences,
        attribution,
        likeness: judged.likeness,
        article,
    })
}

/// Whose the words of a headline are: it names its speaker itself, or leaves that to the text.
fn said_in_headline(article: &Article, title: &str, at: Span, speaker: &str) -> Attribution {
    match attribution(title, at, speaker, language(article)) {
        Attribution::Nobody if is_named(&article.text, speaker) => Attribution::Asked,
        found => found,
    }
}

/// The code of an article's language, without its script or region.
fn language(article: &Article) -> &str {
    let code = article
        .language
        .as_ref()
        .map_or("", |found| found.value.code());
    code.split('-').next().unwrap_or_default()
}

fn sentence(text: &str, at: Span) -> Option<String> {
    let own = around(&sentences(text), at);
    let sentence = text.get(own.start..own.end)?;
    Some(sentence.trim().to_owned())
}
