//! The spellings of a name that articles have: found in the dictionary of how names sound.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tantivy::{InvertedIndexReader, SegmentReader};
use tantivy_fst::Automaton;

use crate::archive::Why;
use crate::index::analysis::name_term::parts_of;
use crate::index::analysis::{OF, word_form};
use crate::names::{self, COARSE, Near, Row, Sound, Writing, given};
use crate::search::budget::Budget;
use crate::search::view::View;

/// What it costs to look for the spellings of a name, in postings: a good part of the dictionary is gone through.
const WALK: u64 = 300_000;

/// What it costs to look for the forms of a given name, in postings.
const FORMS: u64 = 10_000;

/// Spellings of one name that are searched, the commonest of those that sound most alike.
const MOST: usize = 200;

/// Beginnings of sounds that a dictionary elsewhere is asked for at once, for each way of writing: two or three units of what may be the
/// same name, ...
const BEGINNINGS: usize = 6_000;

/// ... and some units more of what is surely near.
const SURE_BEGINNINGS: usize = 500;

/// A spelling that articles have.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// As most articles write it.
    pub(crate) text: String,
    pub(crate) why: Why,
    /// Articles that have it as a name within a sentence.
    pub(crate) articles: u64,
}

/// Spellings by their letters without case and accents, each with how often it is written in which way.
#[derive(Default)]
struct Gathered {
    found: BTreeMap<String, (Why, BTreeMap<String, u64>)>,
}

/// The other spellings of one word of a name, the commonest first; not the word itself. `strictness` as in [`Near::new`].
pub(crate) fn spellings(
    word: &str,
    strictness: u32,
    view: &View,
    budget: &Budget,
) -> tantivy::Result<Vec<Found>> {
    let Some(sound) = names::sound(word) else {
        return Ok(Vec::new());
    };
    let own = word_form::whole(word);
    let near = Near::new(&sound, strictness);
    let mut gathered = Gathered::default();
    gathered.near(&sound, &near, Reach::All, view, budget)?;
    if strictness == names::USUAL {
        gathered.forms(&given::other_forms(word), view, budget)?;
    }
    gathered.found.remove(&own);
    Ok(gathered.into_found())
}

/// The spellings of a whole name in scripts that write it as one word.
pub(crate) fn coarse_spellings(
    name: &str,
    view: &View,
    budget: &Budget,
) -> tantivy::Result<Vec<Found>> {
    let Some(sound) = names::sound(name) else {
        return Ok(Vec::new());
    };
    let near = Near::new(&sound, names::USUAL);
    let mut gathered = Gathered::default();
    gathered.near(&sound, &near, Reach::Coarse, view, budget)?;
    Ok(gathered.into_found())
}

/// How the terms begin that may sound nearly so.
fn beginnings(near: &Near, reach: Reach, most: usize) -> Vec<String> {
    let writings: &[Writing] = match reach {
        Reach::All => &[Writing::Full, Writing::Coarse],
        Reach::Coarse => &[Writing::Coarse],
    };
    let mut found = Vec::new();
    for writing in writings {
        let beginnings = near.beginnings(*writing, most);
        found.extend(beginnings.open);
        let whole = beginnings.whole.iter();
        found.extend(whole.map(|key| format!("{key}{OF}")));
    }
    found
}

fn dictionary(segment: &SegmentReader, view: &View) -> tantivy::Result<Arc<InvertedIndexReader>> {
    segment.inverted_index(view.fields.name_sound)
}

impl Gathered {
    /// Adds the names that sound nearly like one.
    fn near(
        &mut self,
        sound: &Sound,
        near: &Near,
        reach: Reach,
        view: &View,
        budget: &Budget,
    ) -> tantivy::Result<()> {
        if let Some(dictionary) = &view.dictionary {
            let most = match near.strictness() {
                names::USUAL.. => BEGINNINGS,
                _ => SURE_BEGINNINGS,
            };
            let beginnings = beginnings(near, reach, most);
            let listed = dictionary.name_terms(&beginnings)?.within(budget);
            for listed in listed.iter() {
                self.add_near(sound, near, listed.term.as_bytes(), listed.articles);
            }
            return Ok(());
        }
        for segment in view.searcher.segment_readers() {
            if !budget.spend(WALK) {
                continue;
            }
            let walk = SoundsLike {
                near: near.clone(),
                reach,
            };
            let index = dictionary(segment, view)?;
            let mut terms = index.terms().search(walk).into_stream()?;
            while terms.advance() {
                let articles = u64::from(terms.value().doc_freq);
                self.add_near(sound, near, terms.key(), articles);
            }
        }
        Ok(())
    }

    /// Adds the name of a term where it sounds nearly like one.
    fn add_near(&mut self, sound: &Sound, near: &Near, term: &[u8], articles: u64) {
        let Some((key, text)) = parts_of(term) else {
            return;
        };
        let (Some(cost), Some(other)) = (near.cost(key), names::sound(text)) else {
            return;
        };
        if names::differ_in_gender(sound, &other) {
            return;
        }
        let why = match cost {
            0 if other.is_case_form => Why::CaseForm,
            0 => Why::SameSound,
            cost => Why::NearSound(cost),
        };
        self.add(text, why, articles);
    }

    /// Adds the names that sound exactly like forms of a given name.
    fn forms(&mut self, forms: &[&str], view: &View, budget: &Budget) -> tantivy::Result<()> {
        let sounds = forms.iter().filter_map(|form| names::sound(form));
        // Forms of one sound are asked for once.
        let keys: BTreeSet<String> = sounds.map(|sound| sound.key()).collect();
        if let Some(dictionary) = &view.dictionary {
            let whole: Vec<String> = keys.iter().map(|key| format!("{key}{OF}")).collect();
            let listed = dictionary.name_terms(&whole)?.within(budget);
            for listed in listed.iter() {
                self.add_form(listed.term.as_bytes(), listed.articles);
            }
            return Ok(());
        }
        for key in keys {
            for segment in view.searcher.segment_readers() {
                if !budget.spend(FORMS) {
                    continue;
                }
                let index = dictionary(segment, view)?;
                let range = index.terms().range();
                let range = range.ge(format!("{key}{OF}")).lt(format!("{key}\u{1}"));
                let mut terms = range.into_stream()?;
                while terms.advance() {
                    self.add_form(terms.key(), u64::from(terms.value().doc_freq));
                }
            }
        }
        Ok(())
    }

    fn add_form(&mut self, term: &[u8], articles: u64) {
        if let Some((_, text)) = parts_of(term) {
            self.add(text, Why::GivenName, articles);
        }
    }

    fn add(&mut self, text: &str, why: Why, articles: u64) {
        let folded = word_form::whole(text);
        let (known, written) = self
            .found
            .entry(folded)
            .or_insert_with(|| (why.clone(), BTreeMap::new()));
        if why < *known {
            *known = why;
        }
        *written.entry(text.to_owned()).or_default() += articles;
    }

    /// The commonest first.
    fn into_found(self) -> Vec<Found> {
        let mut found = Vec::with_capacity(self.found.len());
        for (why, written) in self.found.into_values() {
            let articles = written.values().sum();
            let most = written.into_iter().max_by_key(|(_, count)| *count);
            if let Some((text, _)) = most {
                found.push(Found {
                    text,
                    why,
                    articles,
                });
            }
        }
        if found.len() > MOST {
            found.sort_by(|a, b| a.why.cmp(&b.why).then(b.articles.cmp(&a.articles)));
            found.truncate(MOST);
        }
        found.sort_by(|a, b| {
            b.articles
                .cmp(&a.articles)
                .then_with(|| a.text.cmp(&b.text))
        });
        found
    }
}

/// Which names are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    All,
    /// Those in scripts that leave out sounds.
    Coarse,
}

/// Terms whose name sounds nearly like one: the table of the edit distance is filled row by row on the way through the dictionary.
struct SoundsLike {
    near: Near,
    reach: Reach,
}

#[derive(Clone, Copy)]
enum State {
    Start,
    /// Within the sound.
    Sound {
        row: Row,
        writing: Writing,
    },
    /// Behind it: however it is written.
    Written,
    Lost,
}

impl Automaton for SoundsLike {
    type State = State;

    fn start(&self) -> State {
        State::Start
    }

    fn is_match(&self, state: &State) -> bool {
        matches!(state, State::Written)
    }

    fn can_match(&self, state: &State) -> bool {
        match state {
            State::Start | State::Written => true,
            State::Sound { row, writing } => self.near.can_be_near(row, *writing),
            State::Lost => false,
        }
    }

    fn will_always_match(&self, state: &State) -> bool {
        matches!(state, State::Written)
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        match state {
            State::Start if byte == COARSE as u8 => State::Sound {
                row: self.near.start(Writing::Coarse),
                writing: Writing::Coarse,
            },
            State::Start if self.reach == Reach::Coarse => State::Lost,
            State::Start => self.step(&self.near.start(Writing::Full), byte, Writing::Full),
            State::Sound { .. } if byte == OF as u8 => State::Written,
            State::Sound { row, writing } => self.step(row, byte, *writing),
            State::Written => State::Written,
            State::Lost => State::Lost,
        }
    }
}

impl SoundsLike {
    fn step(&self, row: &Row, byte: u8, writing: Writing) -> State {
        State::Sound {
            row: self.near.step(row, byte, writing),
            writing,
        }
    }
}
