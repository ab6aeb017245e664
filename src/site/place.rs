//! Paths of pages.

/// The file of a page: its path without the `#record` of an export.
pub(crate) fn file(path: &str) -> &str {
    match path.rsplit_once('#') {
        Some((file, record))
            if !record.is_empty() && record.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            file
        }
        _ => path,
    }
}
