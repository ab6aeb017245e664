//! Authors: a line of names as names.

/// Takes a line of names apart. `Petrova, Anna` is one name; a list in brackets is Python's.
pub(crate) fn split_authors(text: &str) -> Vec<String> {
    const LONGEST: usize = 2000;
    let text = text
        .get(..text.floor_char_boundary(LONGEST))
        .unwrap_or(text)
        .trim();
    let by = ["By ", "by ", "BY ", "By: ", "by: "]
        .iter()
        .find_map(|by| text.strip_prefix(by));
    let list = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    if let Some(list) = list {
        let quotes = ['\'', '"', ' '];
        return clean_names(list.split([',', ';']).map(|name| name.trim_matches(quotes)));
    }
    let text = by.unwrap_or(text);
    if text.contains(';') {
        return clean_names(text.split(';'));
    }
    let full = |name: &str| name.split_whitespace().count() >= 2;
    let joined = [" and ", " And ", " AND ", " & ", " | "]
        .iter()
        .fold(text.to_owned(), |text, word| text.replace(word, "|"));
    let commas = joined
        .split(['|', ','])
        .map(str::trim)
        .filter(|name| !name.is_empty());
    if commas.clone().all(full) {
        clean_names(commas)
    } else {
        clean_names(joined.split('|'))
    }
}

fn clean_names<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let names = names.map(|name| name.trim_matches([',', ' ', '|']).trim().replace('\0', ""));
    names.filter(|name| !is_nothing(name)).collect()
}

/// Python writes `None`, pandas `nan` and `NaT` where there is nothing.
pub(crate) fn is_nothing(text: &str) -> bool {
    matches!(
        text,
        "" | "None" | "none" | "null" | "NULL" | "nan" | "NaN" | "NaT" | "N/A" | "[]"
    )
}
