//! The text of a place: no two places share one, and it can be printed.

use super::*;

fn check_text(place: &Place, text: &str) {
    assert_eq!(place.to_string(), text);
    assert_eq!(&Place::parse(text), place, "{text}");
}

#[test]
fn most_places_are_written_as_they_are() {
    for file in [
        "news/a.html",
        "/news/München/ü.html",
        "a%20b.html",
        "M%C3%BCnchen.html",
        "100%",
        "50%zz",
        "%",
        "a#b",
        "a#5.html",
        "#5/x.html#",
        "-",
    ] {
        if file != "#5/x.html#" {
            check_text(&Place::of_file(file), file);
        }
        check_text(
            &Place::of_record(file, 7),
            &format!("{file}#7").replace("#5/", "%235/"),
        );
    }
}

#[test]
fn names_that_read_as_something_else_are_escaped() {
    let check = |file: &str, text: &str| {
        check_text(&Place::of_file(file), text);
        check_text(&Place::of_record(file, 12), &format!("{text}#12"));
    };
    check("a#5", "a%235");
    check("a%235", "a%25235");
    check("a#5/b.html", "a%235/b.html");
    check("a%25.html", "a%2525.html");
    check("a%E4.html", "a%25E4.html");
    check("a\nb", "a%0Ab");
    check("a%0Ab", "a%250Ab");
    // Each name stands for itself.
    check("100%25/b%20c", "100%2525/b%20c");
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf8_are_told_apart() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let file = |bytes: &[u8]| Place::of_file(OsStr::from_bytes(bytes));
    check_text(&file(b"a\xFF"), "a%FF");
    check_text(&file(b"a\xFE"), "a%FE");
    check_text(&file(b"a%FF"), "a%25FF");
    check_text(&file(b"\xFF%FF"), "%FF%25FF");
    check_text(&file(b"%C3\xBC"), "%25C3%BC");
    check_text(&file(b"\xFF\xC3\xBC%C3%BC"), "%FFü%C3%BC");
    check_text(&file("ü\u{FFFD}".as_bytes()), "ü\u{FFFD}");

    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [(b"a\xE9.txt", "One."), (b"a\xE8.txt", "Two.")] {
        fs::write(folder.path().join(OsStr::from_bytes(name)), text).unwrap();
    }
    let shown = show(scan(folder.path())).replace(&folder.path().display().to_string(), "~");
    expect![[r#"
        ~/a%E8.txt text "Two." UTF-8 by utf-8
        ~/a%E9.txt text "One." UTF-8 by utf-8
    "#]]
    .assert_eq(&shown);
}

#[test]
fn records_are_ordered_by_number() {
    let mut places = ["x.jsonl#100", "x.jsonl#99", "x.jsonl", "w.jsonl#7"].map(Place::parse);
    places.sort();
    let texts = places.map(|place| place.to_string());
    assert_eq!(texts, ["w.jsonl#7", "x.jsonl", "x.jsonl#99", "x.jsonl#100"]);
}

#[test]
fn a_number_that_is_none_is_part_of_the_name() {
    assert_eq!(Place::parse("a#"), Place::of_file("a#"));
    assert_eq!(Place::parse("a#5b"), Place::of_file("a#5b"));
    assert_eq!(
        Place::split("a#99999999999999999999999"),
        ("a#99999999999999999999999", None)
    );
    assert_eq!(Place::split("a/b#3"), ("a/b", Some(3)));
}

#[cfg(unix)]
proptest! {
    /// No two places have one text, the text can be printed, and a folder's text begins that of all in it.
    #[test]
    fn the_text_of_a_place_leads_back_to_it(
        names in prop::collection::vec(name(), 1..4),
        record in prop::option::of(1_u64..200),
    ) {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let bytes = names.join(&b'/');
        let place = Place { file: OsStr::from_bytes(&bytes).into(), record };
        let text = place.to_string();
        prop_assert_eq!(&Place::parse(&text), &place);
        prop_assert!(!text.chars().any(|c| c.is_ascii_control()));
        let folder = OsStr::from_bytes(&names[0]);
        prop_assert!(text.starts_with(&*Place::text_of(Path::new(folder))));
    }
}

/// Names made of what escapes are made of.
fn name() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        &b"a"[..],
        b"%",
        b"%25",
        b"%23",
        b"#",
        b"5",
        b"C3",
        b"%C3%BC",
        b"\xC3\xBC",
        b"\xC3",
        b"\xBC",
        b"\xE2\x82",
        b"FF",
        b"\xFF",
        b"\n",
        b"%0A",
    ]);
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}
