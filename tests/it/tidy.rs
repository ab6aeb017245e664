//! The house rules that a compiler does not hold: who may import whom, how long a file may be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use regex::Regex;

/// A table of ARCHITECTURE.md: each row's first cell to the names in its second.
type Table = BTreeMap<String, BTreeSet<String>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn table(header: &str) -> Table {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let rows = text
        .lines()
        .skip_while(|line| *line != header)
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let names = |cell: &str| {
        cell.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let table: Table = rows
        .map(|row| {
            let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
            (
                names(cells[0])[0].clone(),
                names(cells[1]).into_iter().collect(),
            )
        })
        .collect();
    assert!(
        !table.is_empty(),
        "ARCHITECTURE.md has no table under {header:?}"
    );
    table
}

fn sources(under: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![under.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(under).unwrap().to_path_buf(), text));
            }
        }
    }
    found.sort();
    assert!(
        !found.is_empty(),
        "no source files under {}",
        under.display()
    );
    found
}

/// The room of a file under `src`: its first folder, or its name.
fn room(path: &Path) -> String {
    let first = path
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_str()
        .unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// The file without comments, so that a doc link is no import.
fn code(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The paths that `code` names after `crate::`; the branches of braces each for itself.
fn paths_named(code: &str) -> Vec<Vec<String>> {
    let start = Regex::new(r"\bcrate::").unwrap();
    start
        .find_iter(code)
        .flat_map(|found| branches(&code[found.end()..]))
        .collect()
}

/// The paths of the tree with which `text` begins: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn branches(text: &str) -> Vec<Vec<String>> {
    let (mut names, mut rest) = (Vec::new(), text.trim_start());
    loop {
        if let Some(inner) = rest.strip_prefix('{') {
            let tails = split_braces(inner).into_iter().flat_map(branches);
            return tails.map(|tail| [names.clone(), tail].concat()).collect();
        }
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        names.push(rest[..end].to_owned());
        match rest[end..].strip_prefix("::") {
            Some(more) => rest = more.trim_start(),
            None => return vec![names],
        }
    }
}

/// What stands between the commas of a brace that is open already.
fn split_braces(inner: &str) -> Vec<&str> {
    let mut depth = 1;
    let end = inner.find(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth == 0
    });
    let parts = inner[..end.unwrap_or(inner.len())].split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth == 0 && c == ','
    });
    parts.filter(|part| !part.trim().is_empty()).collect()
}

/// The rooms that `code` names (in `bin`, `crate` is the binary itself).
fn rooms_named(code: &str) -> BTreeSet<String> {
    paths_named(code)
        .into_iter()
        .filter_map(|path| path.into_iter().next())
        .collect()
}

/// A file's name as a module's path: `search/mod.rs` and `search.rs` are both `search`.
fn module(path: &Path) -> String {
    let text = path
        .with_extension("")
        .to_str()
        .unwrap()
        .replace(std::path::MAIN_SEPARATOR, "/");
    text.strip_suffix("/mod").unwrap_or(&text).to_owned()
}

/// Which file takes something from which, by paths that begin with `crate`: the longest beginning of each named path that is a file.
fn imports(files: &[(PathBuf, String)]) -> Table {
    takes(files, |_, path, code| rooted(path, code))
}

/// The same with the paths that a `crate` does not begin: `super::X`, `self::X` and, as in `pub use child::X`, a child's bare name.
/// What a room's `mod.rs` re-exports is the `mod.rs`'s own: a child that takes it from there takes it from its parent.
fn imports_by_any_path(files: &[(PathBuf, String)]) -> Table {
    takes(files, |modules, path, code| {
        let mut found = rooted(path, code);
        found.extend(relative(modules, path, code));
        found
    })
}

/// Finds for each file the files that the paths in it lead to.
fn takes(
    files: &[(PathBuf, String)],
    paths: impl Fn(&BTreeSet<String>, &Path, &str) -> Vec<Vec<String>>,
) -> Table {
    let modules: BTreeSet<String> = files.iter().map(|(path, _)| module(path)).collect();
    let mut table = Table::new();
    for (path, text) in files {
        let own = module(path);
        let mut taken = BTreeSet::new();
        for named in paths(&modules, path, &code(text)) {
            let mut ends = (1..=named.len()).rev().map(|end| named[..end].join("/"));
            taken.extend(ends.find(|name| modules.contains(name)));
        }
        taken.remove(&own);
        table.insert(own, taken);
    }
    table
}

/// Where a file's `crate` begins.
fn crate_root(path: &Path) -> Vec<String> {
    let home: &[&str] = if path.starts_with("bin") {
        &["bin", "dateline"]
    } else {
        &[]
    };
    home.iter().map(|&name| name.to_owned()).collect()
}

/// The paths after `crate::`, from `src` on.
fn rooted(path: &Path, code: &str) -> Vec<Vec<String>> {
    let named = paths_named(code).into_iter();
    named
        .map(|named| [crate_root(path), named].concat())
        .collect()
}

/// The paths that begin at the file itself or above it, from `src` on.
fn relative(modules: &BTreeSet<String>, path: &Path, code: &str) -> Vec<Vec<String>> {
    // In the tests inside a file `super` is the file.
    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
    let own: Vec<String> = match module(path).as_str() {
        "lib" => Vec::new(),
        "bin/dateline/main" => crate_root(path),
        name => name.split('/').map(str::to_owned).collect(),
    };
    let above = Regex::new(r"\b(?:self::)?((?:super::)+)").unwrap();
    let here = Regex::new(r"\bself::").unwrap();
    let bare = Regex::new(r"(^|[^:\w])([a-z_0-9]+)::").unwrap();
    let mut found = Vec::new();
    for steps in above.captures_iter(code) {
        let up = steps[1].matches("super").count();
        let base = own[..own.len().saturating_sub(up)].to_vec();
        let end = steps.get(0).unwrap().end();
        found.extend(
            branches(&code[end..])
                .into_iter()
                .map(|tail| [base.clone(), tail].concat()),
        );
    }
    for start in here.find_iter(code) {
        let tails = branches(&code[start.end()..]).into_iter();
        found.extend(tails.map(|tail| [own.clone(), tail].concat()));
    }
    for name in bare.captures_iter(code) {
        let child = [own.clone(), vec![name[2].to_owned()]].concat();
        if modules.contains(&child.join("/")) {
            found.push(child);
        }
    }
    found
}

/// What is left when all that lead to no circle, and all that no circle leads to, are taken away.
fn circles(mut table: Table) -> Vec<String> {
    loop {
        let named: BTreeSet<String> = table.values().flatten().cloned().collect();
        let before = table.len();
        table.retain(|name, imports| !imports.is_empty() && named.contains(name));
        if table.len() == before {
            return table.into_keys().collect();
        }
        let left: BTreeSet<String> = table.keys().cloned().collect();
        table
            .values_mut()
            .for_each(|imports| imports.retain(|name| left.contains(name)));
    }
}

fn breaches(path: &Path, text: &str, rooms: &Table, crates: &Table) -> Vec<String> {
    let (room, code) = (room(path), code(text));
    let mut found = Vec::new();
    let file = path.display();
    let allowed = rooms.get(&room);
    for named in rooms_named(&code) {
        let known = rooms.contains_key(&named) && room != "bin";
        if known && named != room && !allowed.is_some_and(|allowed| allowed.contains(&named)) {
            found.push(format!("{file}: {room} imports {named}"));
        }
    }
    if room != "lib" && room != "bin" && allowed.is_none() {
        found.push(format!("{file}: no row for {room} in ARCHITECTURE.md"));
    }
    for (name, homes) in crates {
        let used = Regex::new(&format!(r"\b{name}(::|!|;)"))
            .unwrap()
            .is_match(&code);
        if used && !homes.contains(&room) {
            found.push(format!("{file}: {room} uses the crate {name}"));
        }
    }
    found
}

#[test]
fn every_import_is_in_the_table() {
    let (rooms, crates) = (table("| room | may import |"), table("| crate | rooms |"));
    let found: Vec<String> = sources(&root().join("src"))
        .iter()
        .flat_map(|(path, text)| breaches(path, text, &rooms, &crates))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_planted_breach_is_found() {
    let (rooms, crates) = (table("| room | may import |"), table("| crate | rooms |"));
    let check = |path: &str, text: &str| breaches(Path::new(path), text, &rooms, &crates);
    assert_eq!(
        check("clean/html.rs", "use crate::index::Writer;"),
        ["clean/html.rs: clean imports index"]
    );
    assert_eq!(
        check(
            "query/ast.rs",
            "use crate::{\n    article::Span,\n    search::{Hit, Sort},\n};"
        ),
        ["query/ast.rs: query imports search"]
    );
    assert_eq!(
        check("render/json_lines.rs", "use tantivy::Index;"),
        ["render/json_lines.rs: render uses the crate tantivy"]
    );
    assert_eq!(
        check("cellar/mod.rs", ""),
        ["cellar/mod.rs: no row for cellar in ARCHITECTURE.md"]
    );
    assert!(
        check(
            "index/mod.rs",
            "// use crate::search::Hit;\nuse crate::article::Article;"
        )
        .is_empty()
    );
}

#[test]
fn the_rooms_have_one_direction() {
    assert_eq!(circles(table("| room | may import |")), [""; 0]);
}

#[test]
fn no_two_files_import_each_other() {
    assert_eq!(circles(imports(&sources(&root().join("src")))), [""; 0]);
}

#[test]
fn the_files_of_a_room_have_one_direction() {
    let sources = sources(&root().join("src"));
    let rooms: BTreeSet<String> = sources.iter().map(|(path, _)| room(path)).collect();
    let mut found = Vec::new();
    for name in rooms {
        let in_room = sources.iter().filter(|(path, _)| room(path) == name);
        let files: Vec<_> = in_room.cloned().collect();
        found.extend(circles(imports_by_any_path(&files)));
    }
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_planted_circle_of_bare_paths_is_found() {
    let file = |path: &str, text: &str| (PathBuf::from(path), text.to_owned());
    let check = |mod_rs: &str, b: &str| {
        let files = [
            file("a/mod.rs", mod_rs),
            file("a/b.rs", b),
            file("a/c.rs", ""),
        ];
        circles(imports_by_any_path(&files))
    };
    let both = ["a", "a/b"];
    let reexport = "mod b; mod c;\npub use b::B;";
    assert_eq!(check(reexport, "use super::A;"), both);
    assert_eq!(check(reexport, "use crate::a::{A, c::C};"), both);
    assert_eq!(
        check("fn f() { self::b::f() }", "fn g(it: super::A) {}"),
        both
    );
    assert_eq!(check("fn f() { b::f() }", "use super::*;"), both);
    // A sibling by way of the parent is no circle, and neither is what a file's own tests take from it.
    assert_eq!(check(reexport, "use super::c::C;"), [""; 0]);
    assert_eq!(
        check(reexport, "#[cfg(test)]\nmod tests { use super::*; }"),
        [""; 0]
    );
    assert_eq!(check("mod b;", "use super::A;"), [""; 0]);
}

#[test]
fn a_planted_circle_is_found() {
    let file = |path: &str, text: &str| (PathBuf::from(path), text.to_owned());
    let files = [
        file("a/mod.rs", "use crate::a::{b, c::{self, C}};"),
        file("a/b.rs", "fn f() { crate::a::c::g() }"),
        file("a/c.rs", "use crate::{a::b::B, d};"),
        file("d.rs", "// crate::a\nuse std::fmt;"),
    ];
    assert_eq!(circles(imports(&files)), ["a/b", "a/c"]);
}

/// Rooms that take what ends a sentence and which scripts have no spaces from `text` alone. Each room that gives up tables of its own
/// joins them.
const WITHOUT_TABLES: [&str; 6] = ["article", "index", "ingest", "query", "read", "site"];

/// Tables of sentence ends and of unspaced scripts that a file has of its own.
fn tables_of_signs(text: &str) -> Vec<&'static str> {
    let code = code(text);
    // Three ends of different scripts within one list or match.
    let ends = Regex::new(r"'[.!?]'[\s|,]*(?:'[^']+'[\s|,]*)*'[。।؟۔]'").unwrap();
    let scripts = Regex::new(r"fn is_unspaced|(?i:u\{4e00\}|0x4e00|u\{0?e00\}|0xe00\b)").unwrap();
    let mut found = Vec::new();
    if ends.is_match(&code) {
        found.push("a table of sentence ends");
    }
    if scripts.is_match(&code) {
        found.push("a table of scripts");
    }
    found
}

#[test]
fn there_is_one_table_of_sentence_ends_and_scripts() {
    let mut found = Vec::new();
    for (path, text) in sources(&root().join("src")) {
        if !WITHOUT_TABLES.contains(&room(&path).as_str()) {
            continue;
        }
        for table in tables_of_signs(&text) {
            found.push(format!(
                "{}: {table}; it belongs into `text`",
                path.display()
            ));
        }
    }
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_planted_table_is_found() {
    let ends = ["a table of sentence ends"];
    assert_eq!(
        tables_of_signs("text.ends_with(['.', '!', '?', '。'])"),
        ends
    );
    assert_eq!(
        tables_of_signs("matches!(c, '.' | '!'\n    | '…' | '؟')"),
        ends
    );
    let scripts = ["a table of scripts"];
    assert_eq!(
        tables_of_signs("matches!(c, '\\u{4E00}'..='\\u{9FFF}')"),
        scripts
    );
    assert_eq!(tables_of_signs("fn is_unspaced(c: char) -> bool"), scripts);
    assert_eq!(
        tables_of_signs("// ['.', '!', '。']\nends_with(['.', '!'])"),
        [""; 0]
    );
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut found = Vec::new();
    for (path, text) in sources(&root().join("src")) {
        let most = if path.ends_with("bin/dateline/main.rs") {
            60
        } else {
            600
        };
        let lines = text.lines().count();
        if lines > most {
            found.push(format!("{}: {lines} lines, {most} at most", path.display()));
        }
        if !text.starts_with("//!") {
            found.push(format!(
                "{}: does not begin with what it is",
                path.display()
            ));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_top_level_is_as_the_readme_says() {
    let known = [
        "Cargo.toml",
        "Cargo.lock",
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "LICENSE",
    ];
    let folders = ["src", "docs", "index", "tests", "benches", "fuzz", "target"];
    for entry in std::fs::read_dir(root()).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        let expected = name.starts_with('.')
            || known.contains(&name.as_str())
            || folders.contains(&name.as_str());
        assert!(
            expected,
            "{name} at the top level has no place in the house"
        );
    }
    assert!(
        known.iter().all(|name| root().join(name).is_file()),
        "a file of {known:?} is missing"
    );
}

#[test]
fn no_two_files_of_the_library_share_a_name() {
    let mut folders_of_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, _) in sources(&root().join("src")) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name != "mod.rs" {
            folders_of_name
                .entry(name)
                .or_default()
                .push(path.display().to_string());
        }
    }
    folders_of_name.retain(|_, files| files.len() > 1);
    assert_eq!(folders_of_name, BTreeMap::new());
}
