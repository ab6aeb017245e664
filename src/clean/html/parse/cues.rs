//! What the words of `class`, `id` and `itemprop` say of an element.
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::article::{Reason, Role};

/// A set of cues as bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Cues {
    bits: u32,
    /// The reason that the longest matching words give.
    pub(crate) reason: Option<Reason>,
    weight: u8,
}

impl Cues {
    pub(crate) const BODY: u32 = 1;
    pub(crate) const LEAD: u32 = 1 << 1;
    pub(crate) const PLAYER: u32 = 1 << 2;
    /// `itemprop` or `role` declares it the article's body, whatever its classes are called.
    pub(crate) const DECLARED: u32 = 1 << 3;
    const ROLES: [(u32, Role); 6] = [
        (1 << 8, Role::Headline),
        (1 << 9, Role::Author),
        (1 << 10, Role::Published),
        (1 << 11, Role::Modified),
        (1 << 12, Role::Publisher),
        (1 << 13, Role::Wire),
    ];

    /// Has any of these bits.
    pub(crate) fn has(self, bits: u32) -> bool {
        self.bits & bits != 0
    }

    /// These and some bits more.
    pub(crate) fn with(self, bits: u32) -> Self {
        Self {
            bits: self.bits | bits,
            ..self
        }
    }

    /// The roles named.
    pub(crate) fn roles(self) -> impl Iterator<Item = Role> {
        Self::ROLES
            .into_iter()
            .filter(move |(bit, _)| self.has(*bit))
            .map(|(_, role)| role)
    }

    /// Both.
    pub(crate) fn join(self, other: Self) -> Self {
        // The longer name says more: `teaser-text` is the summary, whatever a `teaser` is.
        let wins =
            other.weight > self.weight || (other.weight == self.weight && self.reason.is_none());
        let winner = if wins { other } else { self };
        let (reason, weight) = (winner.reason, winner.weight);
        Self {
            bits: self.bits | other.bits,
            reason,
            weight,
        }
    }
}

static TABLE: LazyLock<FxHashMap<&'static str, Cues>> = LazyLock::new(|| {
    let mut table: FxHashMap<&'static str, Cues> = FxHashMap::default();
    let lines = include_str!("../../data/class_cues.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'));
    for (kind, keys) in lines.filter_map(|line| line.split_once('\t')) {
        for key in keys.split(' ') {
            let cue = table.entry(key).or_default();
            let (bit, reason) = meaning(kind);
            cue.bits |= bit;
            if cue.reason.is_none() {
                cue.reason = reason;
            }
        }
    }
    table
});

fn meaning(kind: &str) -> (u32, Option<Reason>) {
    let bit = match kind {
        "body" => Cues::BODY,
        "lead" => Cues::LEAD,
        "player" => Cues::PLAYER,
        "headline" => 1 << 8,
        "author" => 1 << 9,
        "published" => 1 << 10,
        "modified" => 1 << 11,
        "publisher" => 1 << 12,
        "wire" => 1 << 13,
        _ => 0,
    };
    let reason = match kind {
        "nav" => Some(Reason::Navigation),
        kind => Reason::ALL
            .iter()
            .copied()
            .find(|reason| reason.name() == kind),
    };
    (bit, reason)
}

/// Words that make a class a state of the page rather than a name: `has-sidebar`.
fn is_modifier(word: &str) -> bool {
    matches!(
        word,
        "has"
            | "no"
            | "not"
            | "is"
            | "with"
            | "without"
            | "hide"
            | "show"
            | "js"
            | "enable"
            | "disable"
            | "enabled"
            | "u"
            | "lg"
            | "md"
            | "sm"
    )
}

/// Reads each value once a page: most elements share theirs with others, and metadata and layout both ask.
#[derive(Debug, Default)]
pub(crate) struct Reader<'a> {
    known: FxHashMap<&'a str, Cues>,
    /// The same for each name by itself.
    names: FxHashMap<&'a str, Cues>,
}

impl<'a> Reader<'a> {
    /// What the names in a `class`, `id` or `itemprop` value say.
    pub(crate) fn read(&mut self, value: &'a str) -> Cues {
        if let Some(known) = self.known.get(value) {
            return *known;
        }
        let cues = self.read_names(value);
        self.known.insert(value, cues);
        cues
    }

    fn read_names(&mut self, value: &'a str) -> Cues {
        let names = || value.split_ascii_whitespace().take(30);
        let mut cues = Cues::default();
        for name in names() {
            // `col-md-6` stands in many values.
            let own = self.names.entry(name).or_insert_with(|| read_name(name));
            cues = cues.join(*own);
        }
        // The classes that publishing systems put on a post name its subjects: `tag-comments`, `category-advertising`.
        let is_post = |name: &str| {
            name == "hentry" || name.starts_with("status-") || name.starts_with("type-")
        };
        if names().any(is_post) {
            return Cues {
                reason: None,
                weight: 0,
                ..cues
            };
        }
        cues
    }
}

fn read_name(name: &str) -> Cues {
    let mut cues = Cues::default();
    if name.len() > 80 || name.contains(':') {
        return cues;
    }
    let (text, ends) = words(name);
    let first = ends
        .first()
        .and_then(|end| text.get(..*end))
        .unwrap_or_default();
    if ends.len() > 1 && is_modifier(first) {
        return cues;
    }
    let starts: Vec<usize> = std::iter::once(0).chain(ends.iter().copied()).collect();
    for (n, start) in starts.iter().enumerate() {
        for (more, end) in ends.iter().skip(n).take(3).enumerate() {
            let Some(hit) = text.get(*start..*end).and_then(|key| TABLE.get(key)) else {
                continue;
            };
            cues = cues.join(Cues {
                weight: more as u8 + 1,
                ..*hit
            });
        }
    }
    cues
}

/// The words of a name, in lower case and run together, and where each ends. A capital begins one where small letters follow it:
/// `ebVH` is a name that a machine made up, not the `vh` of a hidden element.
fn words(name: &str) -> (String, Vec<usize>) {
    let mut text = String::with_capacity(name.len());
    let mut ends = Vec::new();
    let mut before_lower = false;
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let camel = c.is_uppercase()
            && before_lower
            && chars.peek().is_some_and(|next| next.is_lowercase());
        if (camel || !c.is_alphanumeric()) && ends.last().copied().unwrap_or(0) < text.len() {
            ends.push(text.len());
        }
        before_lower = c.is_lowercase();
        if c.is_alphabetic() {
            text.extend(c.to_lowercase());
        }
    }
    if ends.last().copied().unwrap_or(0) < text.len() {
        ends.push(text.len());
    }
    (text, ends)
}
