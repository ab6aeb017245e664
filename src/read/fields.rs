//! Fields: the many names that exports give to the few fields of an article.

use std::sync::LazyLock;

/// A field that a record may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Html,
    HtmlBase64,
    Text,
    Id,
    Path,
    Url,
    Title,
    Source,
    Domain,
    Published,
    Authors,
    Language,
    Captured,
    Charset,
    /// A list of records inside an answer.
    Records,
    /// The record itself inside a wrapper.
    Inner,
    /// Only tools that save pages to read them later have it.
    Saver,
    /// When such a tool saved the page.
    Saved,
}

impl Field {
    const ALL: [(Self, &'static str); 18] = [
        (Self::Html, "html"),
        (Self::HtmlBase64, "html_base64"),
        (Self::Text, "text"),
        (Self::Id, "id"),
        (Self::Path, "path"),
        (Self::Source, "source"),
        (Self::Url, "url"),
        (Self::Title, "title"),
        (Self::Domain, "domain"),
        (Self::Published, "published"),
        (Self::Authors, "authors"),
        (Self::Language, "language"),
        (Self::Captured, "captured"),
        (Self::Charset, "charset"),
        (Self::Records, "records"),
        (Self::Inner, "inner"),
        (Self::Saver, "saver"),
        (Self::Saved, "saved"),
    ];

    /// Its first name.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL
            .into_iter()
            .find(|(field, _)| *field == self)
            .map_or("", |(_, name)| name)
    }
}

/// One name of a field: the keys on the way to it, as [`key`] writes them.
pub(crate) type Path = Vec<String>;

static TABLE: LazyLock<Vec<(Field, Vec<Path>)>> =
    LazyLock::new(|| read(include_str!("data/aliases.tsv")));

/// What columns of tables are called in other languages.
static HEADINGS: LazyLock<Vec<(Field, Vec<Path>)>> =
    LazyLock::new(|| read(include_str!("data/headings.tsv")));

/// A table of a field and its names in each row.
fn read(table: &str) -> Vec<(Field, Vec<Path>)> {
    let rows = table.lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| {
        let (name, aliases) = row.split_once('\t')?;
        let (field, _) = Field::ALL.into_iter().find(|(_, known)| *known == name)?;
        let paths = aliases
            .split('\t')
            .map(|alias| alias.split('.').map(key).collect());
        Some((field, paths.collect()))
    })
    .collect()
}

/// The field that a column's name stands for in some language, and how well: the smaller the better.
pub(crate) fn of_heading(name: &str) -> Option<(usize, Field)> {
    let name = key(name);
    HEADINGS.iter().find_map(|(field, names)| {
        let at = names
            .iter()
            .position(|path| matches!(path.as_slice(), [only] if *only == name))?;
        Some((at, *field))
    })
}

/// What a record or a table without a text is, by the names of its fields.
pub(crate) fn known_object<'a>(names: impl Iterator<Item = &'a str>) -> Option<&'static str> {
    let names: Vec<String> = names.map(key).collect();
    let rows = include_str!("data/known_objects.tsv")
        .lines()
        .filter(|row| !row.starts_with('#'));
    for row in rows {
        let mut cells = row.split('\t');
        let what = cells.next()?;
        if cells.all(|wanted| names.contains(&key(wanted))) {
            return Some(what);
        }
    }
    None
}

/// The names of a field, the strongest first.
pub(crate) fn paths(field: Field) -> &'static [Path] {
    TABLE
        .iter()
        .find(|(known, _)| *known == field)
        .map_or(&[], |(_, paths)| paths)
}

/// Whether `name`, at the top of a record, names this field.
pub(crate) fn names(field: Field, name: &str) -> bool {
    let name = key(name);
    paths(field)
        .iter()
        .any(|path| matches!(path.as_slice(), [only] if *only == name))
}

/// The field that `name` names at the top of a record; of two, the one that comes first in [`Field::ALL`].
pub(crate) fn of(name: &str) -> Option<Field> {
    Field::ALL
        .into_iter()
        .map(|(field, _)| field)
        .find(|field| names(*field, name))
}

/// Whether some field's path begins with this key.
pub(crate) fn begins(key: &str) -> bool {
    TABLE
        .iter()
        .flat_map(|(_, paths)| paths)
        .any(|path| path.first().is_some_and(|first| first == key))
}

/// A name as it is compared: letters and digits in lower case. `date_publish`, `datePublish` and `Date-Publish` are one.
pub(crate) fn key(name: &str) -> String {
    const LONGEST: usize = 80;
    let kept = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase);
    kept.take(LONGEST).collect()
}
