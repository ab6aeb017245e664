//! What a reader should know about an answer, as data.

use crate::archive::request::Field;

/// What a reader should know about an answer. Parts of the query are given as query text. `render::note_text` has the words.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// A pattern matches more words than are searched; the commonest were.
    PatternCut {
        /// The pattern.
        pattern: String,
        /// Words that match it.
        words: usize,
        /// Words that were searched.
        searched: usize,
    },
    /// A pattern needs too much memory to be searched; it finds nothing.
    PatternTooLarge {
        /// The pattern.
        pattern: String,
    },
    /// `id:` was asked for something other than one id; it finds nothing.
    IdIsNoWord,
    /// `lang:` was asked for something other than a code; it finds nothing.
    LanguageIsNoCode,
    /// No article has this run of a script without spaces as a whole; the hits have much of it.
    RunInParts {
        /// The run.
        text: String,
    },
    /// Not enough articles have all words: hits that have most of them follow.
    MostWords {
        /// How many articles have all words.
        full: u64,
        /// How many different words the query has.
        words: usize,
        /// Words of the query, as query text, that no article of the archive has.
        unknown: Vec<String>,
    },
    /// A name was looked for in these spellings.
    Spellings {
        /// The name, as it was asked for.
        name: String,
        /// The spellings that articles have, without the one asked for, those in most articles first.
        spellings: Vec<String>,
    },
    /// Only so many articles that may match were looked at; more may match.
    LookedAtSome {
        /// How many.
        articles: usize,
    },
    /// Hits are ordered by the words of the query, wherever they stand: the archive cannot count how often they stand near each other, nor the words
    /// of a pattern together.
    OrderedByWords,
    /// A word looks like a name, and articles write the name otherwise too.
    OtherSpellings {
        /// The word.
        word: String,
        /// Some of the other spellings.
        spellings: Vec<String>,
    },
    /// A word was looked for in articles of a language whose inflections are not known: only this form of it was found.
    NotInflected {
        /// The word.
        word: String,
        /// The language's code.
        language: String,
    },
    /// The query came to its [`Limits`](crate::archive::Limits) before it had read all it asks for: other articles may match, and
    /// counts are lower bounds.
    Stopped {
        /// What was left out.
        unread: Unread,
    },
    /// A filter asks for a name that no article has.
    NoSuchValue {
        /// The field.
        field: Field,
        /// What was asked for.
        value: String,
        /// The names that are most like it.
        nearest: Vec<String>,
    },
    /// A filter asks for a part of several names; all of them count.
    SeveralValues {
        /// The field.
        field: Field,
        /// What was asked for.
        value: String,
        /// The first of the names.
        names: Vec<String>,
        /// How many names there are.
        count: usize,
    },
    /// Nothing was found; without the filters this many articles match.
    WithoutFilters {
        /// How many.
        articles: u64,
    },
    /// Nothing was found; each part alone finds this many.
    PartsAlone(Vec<PartCount>),
    /// Nothing was found; without this part the query finds so many.
    WithoutPart(PartCount),
    /// No article has this part; something that asks for less finds some.
    Looser {
        /// What finds nothing.
        part: String,
        /// What finds something.
        looser: PartCount,
    },
    /// Stories were looked for among the first so many articles only; there are more.
    StoriesOfPart {
        /// How many.
        articles: usize,
    },
    /// A story has more articles than are compared with one another; the first so many were.
    LineageOfPart {
        /// How many.
        articles: usize,
    },
    /// No article has this part; a word that is spelt almost alike stands in some.
    Spelling {
        /// What finds nothing.
        part: String,
        /// The part with the other word.
        near: String,
    },
}

/// A part of a query and how many articles match it alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartCount {
    /// The part, as query text.
    pub part: String,
    /// How many articles.
    pub articles: u64,
}

/// What a query that came to its limits has left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// Part of the dictionary: a pattern may match more words than were found, a name may have more spellings, a word may stand in more compounds.
    Words,
    /// Articles that may match.
    Articles,
    /// Articles that may have most of the words. What has all of them was counted.
    MostWords,
    /// Where the words stand in the hits: passages may lack their marks.
    Marks,
}
