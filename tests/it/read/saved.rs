//! Saved pages.

use super::*;

#[test]
fn notes_of_browsers() {
    check(
        "<!DOCTYPE html>\n<!-- saved from url=(0026)https://harbour.example/a -->\n<html><p>It ran.</p></html>",
        expect![[r#"
                x html "<!DOCTYPE html>\n<!-- saved from url=(0026)https://harbour.example/a -->\n<html><p>It ran.</p></html>" UTF-8 by utf-8
                    url: https://harbour.example/a
            "#]],
    );
    check(
        "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://harbour.example/a \n saved date: Mon May 05 2031 10:00:00 GMT+0200 (CEST)\n--><p>It ran.</p></html>",
        expect![[r#"
                x html "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://harbour.example/a \n sa" UTF-8 by utf-8
                    url: https://harbour.example/a
                    captured: Mon May 05 2031 10:00:00 GMT+0200 (CEST)
            "#]],
    );
}

#[test]
fn notes_of_copiers() {
    check(
        "<html><p>It ran.</p></html>\n<!--\n     FILE ARCHIVED ON 18:27:11 Feb 6, 2032 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON 10:12:29 Oct 14, 2033.\n-->",
        expect![[r#"
                x html "<html><p>It ran.</p></html>\n<!--\n     FILE ARCHIVED ON 18:27:11 Feb 6, 2032 AND RETRIEVED FROM THE\n " UTF-8 by utf-8
                    captured: 2032-02-06T18:27:11Z
            "#]],
    );
    check(
        "<html><!-- Mirrored from harbour.example/a by HTTrack Website Copier/3.x [XR&CO'2014], Mon, 05 May 2031 08:00:00 GMT --><p>It ran.</p></html>",
        expect![[r#"
                x html "<html><!-- Mirrored from harbour.example/a by HTTrack Website Copier/3.x [XR&CO'2014], Mon, 05 May 2" UTF-8 by utf-8
                    url: http://harbour.example/a
                    captured: Mon, 05 May 2031 08:00:00 GMT
            "#]],
    );
}

#[test]
fn mhtml() {
    let message = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://harbour.example/a\r\nSubject: Ferry\r\nDate: Mon, 5 May 2031 08:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----Bound=_1\"\r\n\r\n\r\n------Bound=_1\r\nContent-Type: text/html\r\nContent-ID: <f>\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://harbour.example/a\r\n\r\n<!DOCTYPE html><html><head><meta charset=3D\"UTF-8\"></head><p>F=C3=A4rjan gick =\r\nsent.</p></html>\r\n------Bound=_1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------Bound=_1--\r\n";
    check(
        message,
        expect![[r#"
            x html "<!DOCTYPE html><html><head><meta charset=\"UTF-8\"></head><p>Färjan gick sent.</p></html>\r\n" UTF-8 by utf-8
                url: https://harbour.example/a
                captured: Mon, 5 May 2031 08:00:00 -0000
        "#]],
    );
    let html = base64::engine::general_purpose::STANDARD.encode("<html><p>F\u{e4}rjan.</p></html>");
    let message = format!(
        "From: \"Saved by Windows\"\nSubject: Ferry\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b\"\n\n--b\nContent-Type: multipart/alternative; boundary=\"c\"\n\n--c\nContent-Type: text/html; charset=\"utf-8\"\nContent-Transfer-Encoding: base64\n\n{html}\n--c--\n--b--\n"
    );
    check(
        message,
        expect![[r#"
            x html "<html><p>Färjan.</p></html>" UTF-8 by utf-8
        "#]],
    );
    check(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b\"\n\n--b\nContent-Type: text/css\n\np{}\n--b--\n",
        expect![[r#"
                x REJECTED no-part: a web archive without an HTML part
            "#]],
    );
}
