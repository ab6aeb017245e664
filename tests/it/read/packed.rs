//! Packed streams.

use super::*;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

fn bz2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn every_packing_and_one_in_another() {
    let page = b"<html><p>It ran.</p></html>";
    for packed in [
        gzip(page),
        zst(page),
        bz2(page),
        gzip(&zst(page)),
        bz2(&gzip(page)),
    ] {
        let found = stream("x", packed.as_slice());
        assert_eq!(found, [Ok(record("x", page, Form::Page))]);
    }
    check(
        gzip(&gzip(&gzip(&gzip(page)))),
        expect![[r#"
            x REJECTED binary: packed data inside packed data, not text
        "#]],
    );
}

#[test]
fn members_one_after_another() {
    let lines = [
        gzip(b"{\"text\":\"One.\"}\n"),
        gzip(b"{\"text\":\"Two.\"}\n"),
    ]
    .concat();
    check(
        lines,
        expect![[r#"
            x#1 text "One."
            x#2 text "Two."
        "#]],
    );
    let lines = [zst(b"{\"text\":\"One.\"}\n"), zst(b"{\"text\":\"Two.\"}\n")].concat();
    check(
        lines,
        expect![[r#"
            x#1 text "One."
            x#2 text "Two."
        "#]],
    );
}

#[test]
fn what_breaks_off_gives_what_was_readable() {
    let mut state = 1_u32;
    let noise: String = (0..40_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b'a' + u8::try_from(state >> 24).unwrap() % 26)
        })
        .collect();
    let lines =
        format!("{{\"text\":\"One.\"}}\n{{\"text\":\"{noise}\"}}\n{{\"text\":\"Three.\"}}\n");
    let packed = gzip(lines.as_bytes());
    check(
        &packed[..packed.len() / 2],
        expect![[r#"
            x#1 text "One."
            x#2 REJECTED damaged: damaged after 20070 bytes: it breaks off
        "#]],
    );
    let page = gzip(format!("<html><p>It ran.</p>{noise}").as_bytes());
    check(
        &page[..page.len() / 2],
        expect![[r#"
            x html "<html><p>It ran.</p>iqzymqqmehmevgirmfsgdasdhzttpkethrvkpuqalpnrtpwsvpgejhegulkhzalavechvxmwpnfvclwj" UTF-8 by utf-8
            x REJECTED damaged: damaged after 20055 bytes: it breaks off
        "#]],
    );
    check(
        &gzip(b"It ran.")[..12],
        expect![[r#"
            x text "I" UTF-8 by utf-8
            x REJECTED damaged: damaged after 1 bytes: it breaks off
        "#]],
    );
    check(
        [gzip(b"It ran."), b"trailing".to_vec()].concat(),
        expect![[r#"
            x text "It ran." UTF-8 by utf-8
            x REJECTED damaged: damaged after 7 bytes: it breaks off
        "#]],
    );
}

/// A gigabyte of one byte, made as it is read.
fn bomb(byte: u8) -> impl Read {
    io::repeat(byte).take(1 << 30)
}

#[test]
fn bombs_are_stopped() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let mut open = b"{\"text\":\"One.\"}\n{\"text\":\"".to_vec();
    open.extend(std::iter::repeat_n(b'a', 200 << 20));
    encoder.write_all(&open).unwrap();
    check(
        encoder.finish().unwrap(),
        expect![[r#"
            x#1 text "One."
            x#2 REJECTED bomb: unpacks to more than 250 times its size; stopped after 67141632 bytes
        "#]],
    );
    let packed = zstd::encode_all(bomb(b'a').take(400 << 20), 1).unwrap();
    check(
        packed,
        expect![[r#"
            x REJECTED too-large: larger than 32 MB; see --max-page
        "#]],
    );
    check(
        zstd::encode_all(bomb(0).take(400 << 20), 1).unwrap(),
        expect![[r#"
            x REJECTED binary: binary data, not text
        "#]],
    );
}

#[test]
fn a_line_of_a_gigabyte_is_passed_over() {
    if std::env::var_os("DATELINE_SLOW").is_none() {
        return;
    }
    let lines = b"{\"text\":\"One.\"}\n{\"text\":\""
        .chain(bomb(b'a'))
        .chain(b"\"}\n{\"text\":\"Three.\"}\n".as_slice());
    expect![[r#"
            x#1 text "One."
            x#2 REJECTED too-large: larger than 64 MB (1073741836 bytes); see --max-record
            x#3 text "Three."
        "#]]
    .assert_eq(&show(stream("x", lines)));
}
