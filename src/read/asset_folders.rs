//! Folders that belong to one page: what a browser saves beside it, and snapshots that hold one page in several forms.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// How a saved page may end.
const PAGES: [&str; 10] = [
    "html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "HTML", "HTM", "mhtml",
];

/// So much of a page is looked at for its folder's name.
const PAGE_HEAD: u64 = 8 << 20;

/// More entries of a folder are not looked at.
const MOST_ENTRIES: usize = 2000;

/// The folder holds what the page beside it is made of: it is named after the page, and the page takes files from it or the rest of its name is
/// a word for files.
pub(crate) fn belongs_to_page(folder: &Path) -> bool {
    let Some(name) = folder.file_name().and_then(OsStr::to_str) else {
        return false;
    };
    for (at, sign) in name.char_indices().rev() {
        if !matches!(sign, '_' | '-' | '.' | ' ') || at == 0 {
            continue;
        }
        let (stem, rest) = name.split_at(at);
        let word = rest.trim_start_matches(['_', '-', '.', ' ']);
        let Some(page) = page_beside(folder, stem) else {
            continue;
        };
        if is_word_for_files(word) || takes_from(&page, name) {
            return true;
        }
    }
    false
}

/// What a tool that copies pages keeps for itself: its cache, its log, its list of what it has copied.
pub(crate) fn is_kept_by_tool(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(OsStr::to_str) else {
        return false;
    };
    let mut rows = include_str!("data/tool_files.tsv")
        .lines()
        .filter(|row| !row.starts_with('#'))
        .filter_map(|row| row.split_once('\t'));
    if rows.any(|(sign, own)| own == name && path.with_file_name(sign).exists()) {
        return true;
    }
    // Its name may be that of a page.
    name == "index.html" && path.with_file_name("hts-cache").is_dir() && is_local_index(path)
}

/// HTTrack's list of the sites that it has copied.
fn is_local_index(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(4 << 10).read_to_end(&mut head));
    read.is_ok() && memchr::memmem::find(&head, b"Local index - HTTrack").is_some()
}

/// The folder is named after a page that lies beside it, which `has` tells, and a word for files.
pub(crate) fn is_named_after_page(folder: &str, has: &dyn Fn(&str) -> bool) -> bool {
    let marks = ['_', '-', '.', ' '];
    folder.char_indices().skip(1).any(|(at, sign)| {
        let Some((stem, rest)) = folder
            .split_at_checked(at)
            .filter(|_| marks.contains(&sign))
        else {
            return false;
        };
        is_word_for_files(rest.trim_start_matches(marks))
            && PAGES.iter().any(|ending| has(&format!("{stem}.{ending}")))
    })
}

fn page_beside(folder: &Path, stem: &str) -> Option<PathBuf> {
    PAGES
        .iter()
        .map(|ending| folder.with_file_name(format!("{stem}.{ending}")))
        .find(|page| page.is_file())
}

fn is_word_for_files(word: &str) -> bool {
    let word = word.to_lowercase();
    include_str!("data/asset_folders.txt")
        .lines()
        .any(|known| known == word)
}

/// The page names a file of the folder in an element that is no link: a picture, a script, a style sheet.
fn takes_from(page: &Path, folder: &str) -> bool {
    let Ok(file) = File::open(page) else {
        return false;
    };
    let mut bytes = Vec::new();
    if file.take(PAGE_HEAD).read_to_end(&mut bytes).is_err() {
        return false;
    }
    let escaped = percent(folder);
    [folder, escaped.as_str()].iter().any(|name| {
        let path = format!("{name}/");
        memchr::memmem::find_iter(&bytes, path.as_bytes())
            .take(MOST_ENTRIES)
            .any(|at| is_part(&bytes, at))
    })
}

/// The tag around this place is no `<a`.
fn is_part(bytes: &[u8], at: usize) -> bool {
    const LONGEST_TAG: usize = 1000;
    let before = bytes
        .get(at.saturating_sub(LONGEST_TAG)..at)
        .unwrap_or_default();
    let Some(open) = memchr::memrchr(b'<', before) else {
        return false;
    };
    let tag = before.get(open + 1..).unwrap_or_default();
    let is_link = tag
        .first()
        .is_some_and(|first| first.eq_ignore_ascii_case(&b'a'))
        && tag.get(1).is_some_and(u8::is_ascii_whitespace);
    !is_link && !tag.contains(&b'>')
}

/// A name as it stands in an address.
fn percent(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~()!'".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Forms of a page in an ArchiveBox snapshot, the best first.
const SNAPSHOT_FORMS: [&str; 11] = [
    "singlefile.html",
    "singlefile/singlefile.html",
    "output.html",
    "dom/output.html",
    "readability/content.html",
    "mercury/content.html",
    "article/content.html",
    "defuddle/content.html",
    "trafilatura/content.html",
    "readability/content.txt",
    "htmltotext.txt",
];

/// The one file to read of a folder that holds one page in several forms; none where each file is a page of its own.
pub(crate) fn only_page(folder: &Path) -> Option<PathBuf> {
    archive_box(folder).or_else(|| zotero(folder))
}

/// An ArchiveBox snapshot: its own index of the page, and what its extractors made.
fn archive_box(folder: &Path) -> Option<PathBuf> {
    let index = folder.join("index.json");
    if !index.is_file() || !names_extractors(&index) {
        return None;
    }
    let formed = SNAPSHOT_FORMS
        .iter()
        .map(|form| folder.join(form))
        .find(|form| {
            form.metadata()
                .is_ok_and(|about| about.is_file() && about.len() > 0)
        });
    formed.or_else(|| mirrored(folder))
}

/// The index of a snapshot lists its address, its time and the history of its extractors.
fn names_extractors(index: &Path) -> bool {
    let Ok(file) = File::open(index) else {
        return false;
    };
    let mut bytes = Vec::new();
    if file.take(1 << 20).read_to_end(&mut bytes).is_err() {
        return false;
    }
    let has = |word: &str| memchr::memmem::find(&bytes, word.as_bytes()).is_some();
    has("\"url\"")
        && has("\"timestamp\"")
        && (has("\"history\"") || has("\"archive_path\"") || has("\"canonical\""))
}

/// A copy by wget lies in a folder that is named after the host.
fn mirrored(folder: &Path) -> Option<PathBuf> {
    let mut open: Vec<PathBuf> = entries(folder)
        .into_iter()
        .filter(|path| path.is_dir() && name_of(path).contains('.'))
        .collect();
    let mut looked_at = 0;
    while let Some(path) = open.pop() {
        for entry in entries(&path) {
            looked_at += 1;
            if looked_at > MOST_ENTRIES {
                return None;
            }
            if is_page(&entry) && entry.is_file() {
                return Some(entry);
            }
            if entry.is_dir() {
                open.push(entry);
            }
        }
    }
    None
}

/// A folder of Zotero's storage: the largest page beside its cache of the text.
fn zotero(folder: &Path) -> Option<PathBuf> {
    let marked = [
        ".zotero-ft-cache",
        ".zotero-ft-info",
        ".zotero-ft-unprocessed",
    ];
    if !marked.iter().any(|name| folder.join(name).is_file()) {
        return None;
    }
    let size = |path: &PathBuf| path.metadata().map_or(0, |about| about.len());
    let mut pages = entries(folder);
    pages.retain(|path| is_page(path) && path.is_file());
    pages.into_iter().max_by_key(size)
}

fn is_page(path: &Path) -> bool {
    path.extension()
        .and_then(OsStr::to_str)
        .is_some_and(|ending| PAGES.contains(&ending))
}

fn name_of(path: &Path) -> &str {
    path.file_name().and_then(OsStr::to_str).unwrap_or_default()
}

/// The entries of a folder by name.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(listing) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = listing
        .take(MOST_ENTRIES)
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    paths
}
