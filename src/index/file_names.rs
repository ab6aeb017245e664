//! What a file of an archive is, by its name.

/// Whether a file is of a segment: `ID.end`, where the id has 32 hexadecimal digits.
pub(crate) fn is_of_a_segment(name: &str) -> bool {
    name.split_once('.').is_some_and(|(id, _)| {
        let is_hex = id.bytes().all(|byte| byte.is_ascii_hexdigit());
        id.len() == 32 && is_hex
    })
}

/// Whether a file is a sidecar: `stem-HASH.end`.
pub(crate) fn is_sidecar(name: &str) -> bool {
    let hash = name.split_once('-').and_then(|(stem, rest)| {
        let is_stem = !stem.is_empty() && stem.bytes().all(|byte| byte.is_ascii_lowercase());
        rest.split_once('.').filter(|_| is_stem)
    });
    hash.is_some_and(|(hash, _)| {
        hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}
