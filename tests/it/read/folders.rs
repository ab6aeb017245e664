//! Folders and what lies in them.

use super::*;

fn page_in(folder: &Path, name: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("Text of {name}.")).unwrap();
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "expect! makes the value in place"
)]
fn check_folder(folder: &Path, expected: Expect) {
    let shown = show(scan(folder)).replace(&folder.display().to_string(), "~");
    expected.assert_eq(&shown);
}

#[test]
fn by_name_without_hidden_and_ignored_files() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "b.txt",
        "a/2.txt",
        "a/1.txt",
        ".hidden",
        "c.log",
        "skip/x.txt",
        "A.txt",
        "d.tmp",
    ] {
        page_in(folder.path(), name);
    }
    fs::write(folder.path().join(".gitignore"), "*.log\nskip/\n").unwrap();
    fs::write(folder.path().join(".ignore"), "*.tmp\n").unwrap();
    check_folder(
        folder.path(),
        expect![[r#"
            ~/A.txt text "Text of A.txt." UTF-8 by utf-8
            ~/a/1.txt text "Text of a/1.txt." UTF-8 by utf-8
            ~/a/2.txt text "Text of a/2.txt." UTF-8 by utf-8
            ~/b.txt text "Text of b.txt." UTF-8 by utf-8
        "#]],
    );
}

#[test]
fn the_archive_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    page_in(folder.path(), "a.txt");
    page_in(folder.path(), "index/segment");
    let options = Options {
        skip: vec![folder.path().join("index")],
        ..Options::default()
    };
    let mut found = Vec::new();
    let inputs = [folder.path().to_owned(), folder.path().join("index")];
    read::scan_with(&inputs, &options, &mut |event| {
        found.extend(read_of(event));
        ControlFlow::Continue(())
    });
    let shown = show(found).replace(&folder.path().display().to_string(), "~");
    expect![[r#"
        ~/a.txt text "Text of a.txt." UTF-8 by utf-8
        ~/index REJECTED archive: is the archive itself, not a page
    "#]]
    .assert_eq(&shown);
}

#[test]
fn a_break_ends_the_scan() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.txt", "b.txt", "c.txt"] {
        page_in(folder.path(), name);
    }
    let mut count = 0;
    read::scan(&[folder.path().to_owned()], &mut |_| {
        count += 1;
        if count == 2 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert_eq!(count, 2);
}

#[cfg(unix)]
#[test]
fn loops_pipes_and_gaps_are_reported() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    page_in(folder.path(), "a.txt");
    page_in(folder.path(), "in/b.txt");
    symlink(folder.path(), folder.path().join("in/loop")).unwrap();
    symlink(
        folder.path().join("a.txt"),
        folder.path().join("linked.txt"),
    )
    .unwrap();
    symlink("nowhere", folder.path().join("gone.txt")).unwrap();
    symlink("self", folder.path().join("self")).unwrap();
    let pipe = folder.path().join("pipe");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    check_folder(
        folder.path(),
        expect![[r#"
            ~/a.txt text "Text of a.txt." UTF-8 by utf-8
            ~/gone.txt REJECTED missing: no such file or folder
            ~/in/b.txt text "Text of in/b.txt." UTF-8 by utf-8
            ~/in/loop REJECTED folder-link: a link to a folder; name the folder itself to read it
            ~/linked.txt REJECTED same-file: a link to ~/a.txt, which is read there
            ~/pipe REJECTED not-a-file: a named pipe, not a file
            ~/self REJECTED unreadable: cannot be read: filesystem loop or indirection limit (e.g. symlink loop)
        "#]],
    );
    check_folder(
        &folder.path().join("missing"),
        expect![[r#"
            ~ REJECTED missing: no such file or folder
        "#]],
    );
    check_folder(
        &pipe,
        expect![[r#"
            ~ REJECTED not-a-file: a named pipe, not a file
        "#]],
    );
    check_folder(
        Path::new("/dev/null"),
        expect![[r#"
            ~ REJECTED not-a-file: a device, not a file
        "#]],
    );
}

#[test]
fn the_nearest_ignore_file_decides() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "a/kept.log",
        "a/b.log",
        "a/c.tmp",
        "d.log",
        "d.tmp",
        "repository/e.log",
        "skip/f.txt",
    ] {
        page_in(folder.path(), name);
    }
    fs::create_dir(folder.path().join("repository/.git")).unwrap();
    fs::write(folder.path().join(".gitignore"), "*.log\n*.tmp\n/skip/\n").unwrap();
    fs::write(folder.path().join(".ignore"), "!d.tmp\n").unwrap();
    fs::write(folder.path().join("a/.gitignore"), "!kept.log\n").unwrap();
    let all = expect![[r#"
        ~/a/kept.log text "Text of a/kept.log." UTF-8 by utf-8
        ~/d.tmp text "Text of d.tmp." UTF-8 by utf-8
        ~/repository/e.log text "Text of repository/e.log." UTF-8 by utf-8
    "#]];
    check_folder(folder.path(), all);
    // The folders above an input have their say too.
    let shown = show(scan(&folder.path().join("a")));
    let shown = shown.replace(&folder.path().display().to_string(), "~");
    expect![[r#"
        ~/a/kept.log text "Text of a/kept.log." UTF-8 by utf-8
    "#]]
    .assert_eq(&shown);
}

#[cfg(unix)]
#[test]
fn a_file_has_one_place_however_many_links_lead_to_it() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in [
        "in/a.txt",
        "in/.store/b.txt",
        "in/skipped/c.txt",
        "out/d.txt",
    ] {
        page_in(folder.path(), name);
    }
    fs::write(at("in/.gitignore"), "skipped/\n").unwrap();
    for (target, link) in [
        ("in/a.txt", "in/1"),
        ("in/.store/b.txt", "in/2"),
        ("in/.store/b.txt", "in/3"),
        ("in/skipped/c.txt", "in/4"),
        ("out/d.txt", "in/5"),
        ("out/d.txt", "in/6"),
        ("in/a.txt", "named"),
    ] {
        symlink(at(target), at(link)).unwrap();
    }
    let mut found = Vec::new();
    let inputs = [at("in"), at("named")];
    read::scan_with(&inputs, &Options::default(), &mut |event| {
        found.extend(read_of(event));
        ControlFlow::Continue(())
    });
    let shown = show(found).replace(&folder.path().display().to_string(), "~");
    expect![[r#"
        ~/in/1 REJECTED same-file: a link to ~/in/a.txt, which is read there
        ~/in/2 text "Text of in/.store/b.txt." UTF-8 by utf-8
        ~/in/3 REJECTED same-file: a link to ~/in/.store/b.txt, which is read there
        ~/in/4 text "Text of in/skipped/c.txt." UTF-8 by utf-8
        ~/in/5 text "Text of out/d.txt." UTF-8 by utf-8
        ~/in/6 REJECTED same-file: a link to ~/out/d.txt, which is read there
        ~/in/a.txt text "Text of in/a.txt." UTF-8 by utf-8
        ~/named REJECTED same-file: a link to ~/in/a.txt, which is read there
    "#]]
    .assert_eq(&shown);
}

#[cfg(unix)]
#[test]
fn ignore_files_that_are_pipes_devices_or_huge_are_named_and_not_heeded() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    for name in ["a/1.txt", "b/2.txt", "c/3.txt", "d/4.txt"] {
        page_in(folder.path(), name);
    }
    let at = |name: &str| folder.path().join(name);
    for pipe in ["a/.gitignore", "a/.ignore", ".ignore"] {
        let made = std::process::Command::new("mkfifo").arg(at(pipe)).status();
        assert!(made.unwrap().success());
    }
    symlink("/dev/zero", at("b/.gitignore")).unwrap();
    fs::write(at("c/.ignore"), "*.txt\n".repeat(100_000)).unwrap();
    // As much as is read, and none of it is a word that can be looked up.
    fs::write(at("d/.ignore"), "*4?[a-f]*x\n".repeat(23_000)).unwrap();
    let expected = expect![[r#"
        ~/.ignore REJECTED unheeded: not heeded, so that nothing is kept out by it: it is no regular file
        ~/a/.ignore REJECTED unheeded: not heeded, so that nothing is kept out by it: it is no regular file
        ~/a/.gitignore REJECTED unheeded: not heeded, so that nothing is kept out by it: it is no regular file
        ~/a/1.txt text "Text of a/1.txt." UTF-8 by utf-8
        ~/b/.gitignore REJECTED unheeded: not heeded, so that nothing is kept out by it: it is no regular file
        ~/b/2.txt text "Text of b/2.txt." UTF-8 by utf-8
        ~/c/.ignore REJECTED unheeded: not heeded, so that nothing is kept out by it: it is larger than 256 KB
        ~/c/3.txt text "Text of c/3.txt." UTF-8 by utf-8
        ~/d/.ignore REJECTED unheeded: not heeded, so that nothing is kept out by it: its patterns are too many or too long (error building NFA)
        ~/d/4.txt text "Text of d/4.txt." UTF-8 by utf-8
    "#]];
    check_folder(folder.path(), expected);
    // The folders above an input are asked too.
    assert!(show(scan(&at("c"))).contains("3.txt text"));
}

#[test]
fn a_thousand_folders_in_one_another_are_nothing_special() {
    let folder = tempfile::tempdir().unwrap();
    let mut path = folder.path().to_path_buf();
    for _ in 0..1000 {
        path.push("d");
    }
    fs::create_dir_all(&path).unwrap();
    fs::write(path.join("a.txt"), "Fog.").unwrap();
    let start = std::time::Instant::now();
    assert_eq!(scan(folder.path()).len(), 1);
    let seconds = start.elapsed().as_secs();
    assert!(seconds < 4, "{seconds} s, and half of one is usual");
}

#[test]
fn what_copiers_keep_for_themselves_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "mirror/hts-cache/new.txt",
        "mirror/hts-log.txt",
        "mirror/quillport.example/index.html",
        "box/index.sqlite3",
        "box/index.json",
        "box/sources/1.txt",
        "crawl/pages/pages.jsonl",
        "crawl/logs/x.txt",
        "crawl/archive/a.txt",
        "site/index.html",
        "site/pages/a.txt",
        "site/logs/b.txt",
    ] {
        page_in(folder.path(), name);
    }
    let index = "<title>Local index - HTTrack Website Copier</title>";
    fs::write(folder.path().join("mirror/index.html"), index).unwrap();
    let shown = show(scan(folder.path())).replace(&folder.path().display().to_string(), "~");
    let paths = shown.lines().filter_map(|line| line.split(' ').next());
    let paths: Vec<&str> = paths.collect();
    let expected = [
        "~/box/index.sqlite3",
        "~/crawl/archive/a.txt",
        "~/mirror/quillport.example/index.html",
        "~/site/index.html",
        "~/site/logs/b.txt",
        "~/site/pages/a.txt",
    ];
    assert_eq!(paths, expected);
}
