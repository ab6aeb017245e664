//! What a scan says of each file and folder at its end: whether that was all of it.

use super::*;

fn events(inputs: &[std::path::PathBuf], options: &Options) -> Vec<Event> {
    let mut found = Vec::new();
    read::scan_with(inputs, options, &mut |event| {
        found.push(event);
        ControlFlow::Continue(())
    });
    found
}

/// Each event on a line, with `~` for the folder.
fn told(folder: &Path, found: Vec<Event>) -> String {
    let mut out = String::new();
    for event in found {
        match event {
            Event::Page(record) => writeln!(out, "{} page", record.place),
            Event::Rejected(it) => writeln!(out, "{} {}", it.place, it.why.name()),
            Event::Revisit(it) => writeln!(out, "{} repeats {}", it.place, it.earlier_url),
            Event::Tally(tally) => writeln!(out, "{} counts", tally.path.display()),
            Event::Unopened(path) => writeln!(out, "{} unopened", path.display()),
            Event::End(Ended {
                path, whole: true, ..
            }) => writeln!(out, "{} whole", path.display()),
            Event::End(Ended { path, .. }) => writeln!(out, "{} NOT WHOLE", path.display()),
        }
        .unwrap();
    }
    out.replace(&folder.display().to_string(), "~")
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "expect! makes the value in place"
)]
fn check_ends(folder: &Path, expected: Expect) {
    let found = events(&[folder.to_owned()], &Options::default());
    expected.assert_eq(&told(folder, found));
}

/// Whether a stream of these bytes is whole, and how many records came.
fn stream_end(bytes: &[u8], options: &Options) -> (usize, bool) {
    let mut pages = 0;
    let mut ends = Vec::new();
    let _ = read::scan_stream(Path::new("x"), Box::new(bytes), options, &mut |event| {
        match event {
            Event::Page(_) => pages += 1,
            Event::Rejected(_) | Event::Revisit(_) | Event::Tally(_) | Event::Unopened(_) => {}
            Event::End(end) => ends.push(end.whole),
        }
        ControlFlow::Continue(())
    });
    assert_eq!(ends.len(), 1, "one end a stream");
    (pages, ends[0])
}

fn gz(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

#[test]
fn files_and_folders_end_after_what_is_in_them() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("b/c")).unwrap();
    fs::create_dir(at("empty")).unwrap();
    fs::write(at("a.txt"), "A text.").unwrap();
    fs::write(
        at("b/c/d.jsonl"),
        "{\"text\":\"One\"}\n{\"text\":\"Two\"}\n",
    )
    .unwrap();
    fs::write(at("b/e.bin"), b"\x89PNG\r\n\x1a\n").unwrap();
    fs::write(at("b/f.txt"), "").unwrap();
    let half = gz(&"Some text of a page.\n".repeat(500));
    fs::write(at("z.gz"), &half[..half.len() / 2]).unwrap();
    check_ends(
        folder.path(),
        expect![[r"
            ~/a.txt page
            ~/a.txt whole
            ~/b/c/d.jsonl#1 page
            ~/b/c/d.jsonl#2 page
            ~/b/c/d.jsonl whole
            ~/b/c whole
            ~/b/e.bin binary
            ~/b/e.bin NOT WHOLE
            ~/b/f.txt empty
            ~/b/f.txt whole
            ~/b whole
            ~/empty whole
            ~/z.gz page
            ~/z.gz damaged
            ~/z.gz NOT WHOLE
            ~ whole
        "]],
    );
}

#[test]
fn what_is_not_there_has_an_end() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = [folder.path().join("gone"), folder.path().to_owned()];
    let options = Options {
        skip: vec![folder.path().to_owned()],
        ..Options::default()
    };
    expect![[r"
        ~/gone missing
        ~/gone NOT WHOLE
        ~ archive
        ~ NOT WHOLE
    "]]
    .assert_eq(&told(folder.path(), events(&inputs, &options)));
}

#[cfg(unix)]
#[test]
fn what_cannot_be_opened_or_listed_is_not_whole() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mode = |name: &str, mode| {
        fs::set_permissions(at(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    fs::create_dir_all(at("closed/in")).unwrap();
    fs::write(at("closed/in/a.txt"), "A text.").unwrap();
    fs::write(at("closed.txt"), "A text.").unwrap();
    symlink("nowhere", at("dangling")).unwrap();
    mode("closed", 0o000);
    mode("closed.txt", 0o000);
    // Root opens everything; then there is nothing to see here.
    let root = fs::read_dir(at("closed")).is_ok();
    let found = events(&[folder.path().to_owned()], &Options::default());
    mode("closed", 0o700);
    if root {
        return;
    }
    expect![[r"
        ~/closed unreadable
        ~/closed NOT WHOLE
        ~/closed.txt unreadable
        ~/closed.txt NOT WHOLE
        ~/dangling missing
        ~/dangling NOT WHOLE
        ~ whole
    "]]
    .assert_eq(&told(folder.path(), found));
}

#[test]
fn an_export_is_whole_when_it_was_not_cut() {
    let all = Options::default();
    let check = |text: &str, expected| assert_eq!(stream_end(text.as_bytes(), &all), expected);
    check("{\"text\":\"One\"}\n{\"text\":\"Two\"}\n", (2, true));
    check("{\"text\":\"One\"}\n{\"text\":\"Two\"}", (2, true));
    check("{\"text\":\"One\"}\n{\"text\":\"Tw", (2, false));
    check("[{\"text\":\"One\"},{\"text\":\"Two\"}]", (2, true));
    check("[{\"text\":\"One\"},{\"text\":\"Two\"}", (2, false));
    check("[{\"text\":\"One\"},{\"text\":\"Tw", (2, false));
    check(
        "{\n \"text\": \"One\"\n}\n{\n \"text\": \"Two\"\n}\n",
        (2, true),
    );
    check("{\n \"text\": \"One\"\n}\n{\n \"text\": \"T", (2, false));
    check(
        "{\"status\":\"ok\",\"articles\":[{\"text\":\"One\"}],\"next\":2}",
        (1, true),
    );
    check(
        "{\"status\":\"ok\",\"articles\":[{\"text\":\"One\"},",
        (1, false),
    );
    check("url,text\nhttps://a.example/,One\n", (1, true));
    check("url,text\nhttps://a.example/,\"One\nand mo", (1, false));
    check("", (0, true));
    check("[]", (0, true));
}

#[test]
fn a_record_above_the_limit_is_one_record_and_a_page_above_it_is_cut() {
    let options = Options {
        largest_record: 40,
        largest_page: 40,
        ..Options::default()
    };
    let long = "word ".repeat(20);
    let export = format!("{{\"text\":\"One\"}}\n{{\"text\":\"{long}\"}}\n{{\"text\":\"Three\"}}\n");
    assert_eq!(stream_end(export.as_bytes(), &options), (2, true));
    assert_eq!(stream_end(long.as_bytes(), &options), (0, false));
}

#[test]
fn half_a_packed_export_is_not_whole() {
    let lines: String = (0..2000)
        .map(|n| format!("{{\"text\":\"Page {n}\"}}\n"))
        .collect();
    let packed = gz(&lines);
    let all = Options::default();
    assert_eq!(stream_end(&packed, &all), (2000, true));
    let (pages, whole) = stream_end(&packed[..packed.len() / 2], &all);
    assert!(pages > 0 && pages < 2000 && !whole);
}

#[cfg(unix)]
#[test]
fn an_input_that_is_a_link_to_a_folder_is_that_folder() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("pages")).unwrap();
    fs::write(folder.path().join("pages/a.txt"), "A text.").unwrap();
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(folder.path().join("pages"), &link).unwrap();
    expect![[r"
        ~/link/a.txt page
        ~/link/a.txt whole
        ~/link whole
    "]]
    .assert_eq(&told(folder.path(), events(&[link], &Options::default())));
}
