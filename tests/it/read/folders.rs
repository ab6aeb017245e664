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
            ~/linked.txt text "Text of a.txt." UTF-8 by utf-8
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
