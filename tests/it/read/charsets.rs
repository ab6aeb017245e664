//! Charsets.

use super::*;

#[test]
fn marks_and_valid_utf8_win() {
    check(
        "\u{FEFF}<html><meta charset=windows-1252><p>Färjan</p>",
        expect![[r#"
            x html "<html><meta charset=windows-1252><p>Färjan</p>" UTF-8 by bom
        "#]],
    );
    check(
        "<html><meta charset=iso-8859-1><p>Färjan gick för sent på lördag</p>",
        expect![[r#"
            x html "<html><meta charset=iso-8859-1><p>Färjan gick för sent på lördag</p>" UTF-8 by utf-8
        "#]],
    );
    check(
        b"<html><meta charset=utf-8><p>F\xe4rjan gick sent</p></html>",
        expect![[r#"
            x html "<html><meta charset=utf-8><p>Färjan gick sent</p></html>" windows-1252 by guess
        "#]],
    );
}

#[test]
fn declarations() {
    check(
        b"<html><meta charset=iso-8859-1><p>\x93F\xe4rjan\x94</p></html>",
        expect![[r#"
            x html "<html><meta charset=iso-8859-1><p>“Färjan”</p></html>" windows-1252 by meta
        "#]],
    );
    check(
            b"<html><meta http-equiv=Content-Type content='text/html; charset=windows-1251'><p>\xcf\xe0\xf0\xee\xec</p></html>",
            expect![[r#"
                x html "<html><meta http-equiv=Content-Type content='text/html; charset=windows-1251'><p>Паром</p></html>" windows-1251 by meta
            "#]],
        );
    check(
        b"<?xml version=\"1.0\" encoding=\"iso-8859-2\"?><html><p>P\xf8\xedvoz</p></html>",
        expect![[r#"
                x html "<?xml version=\"1.0\" encoding=\"iso-8859-2\"?><html><p>Přívoz</p></html>" ISO-8859-2 by xml
            "#]],
    );
    check(
        b"<html><!-- <meta charset=big5> --><meta charset=\"win-1251\"><p>\xcf\xe0\xf0\xee\xec</p></html>",
        expect![[r#"
            x html "<html><!-- <meta charset=big5> --><meta charset=\"win-1251\"><p>Паром</p></html>" windows-1251 by meta
        "#]],
    );
    check(
        "<html><meta charset=utf8mb4><p>Färjan</p></html>",
        expect![[r#"
            x html "<html><meta charset=utf8mb4><p>Färjan</p></html>" UTF-8 by utf-8
        "#]],
    );
}

#[test]
fn a_lie_gives_way_to_the_guess() {
    let russian =
        "Паром опоздал на два часа, и никто не знал почему. Пассажиры ждали на пристани до вечера.";
    let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
    let page = [
        b"<html lang=ru><meta charset=iso-8859-1><p>".as_slice(),
        &cyrillic,
        b"</p></html>",
    ]
    .concat();
    check(
        page,
        expect![[r#"
            x html "<html lang=ru><meta charset=iso-8859-1><p>Паром опоздал на два часа, и никто не знал почему. Пассажи" windows-1251 by guess
        "#]],
    );
    let (koi, _, _) = encoding_rs::KOI8_R.encode(russian);
    check(
        [
            b"<html><meta charset=windows-1251><p>".as_slice(),
            &koi,
            b"</p></html>",
        ]
        .concat(),
        expect![[r#"
                x html "<html><meta charset=windows-1251><p>Паром опоздал на два часа, и никто не знал почему. Пассажиры жда" KOI8-U by guess
            "#]],
    );
    let (kanji, _, _) =
        encoding_rs::EUC_JP.encode("フェリーは二時間遅れた。乗客は夕方まで桟橋で待っていた。");
    check(
        [
            b"<html><meta charset=shift_jis><p>".as_slice(),
            &kanji,
            b"</p></html>",
        ]
        .concat(),
        expect![[r#"
                x html "<html><meta charset=shift_jis><p>フェリーは二時間遅れた。乗客は夕方まで桟橋で待っていた。</p></html>" EUC-JP by guess
            "#]],
    );
}

#[test]
fn a_language_tells_cousins_apart() {
    let (turkish, _, _) = encoding_rs::WINDOWS_1254.encode("Vapur iki saat gecikti, kimse bunun nedenini söylemedi. Yolcular iskelede akşama kadar bekledi; ışıklar söndü.");
    check(
        [
            b"<html lang=tr><meta charset=iso-8859-1><p>".as_slice(),
            &turkish,
            b"</p></html>",
        ]
        .concat(),
        expect![[r#"
                x html "<html lang=tr><meta charset=iso-8859-1><p>Vapur iki saat gecikti, kimse bunun nedenini söylemedi. Yo" windows-1254 by guess
            "#]],
    );
    let german =
        b"<html lang=de><meta charset=windows-1251><p>Die F\xe4hre fuhr sp\xe4t \xfcber den See.</p></html>";
    check(
        german,
        expect![[r#"
            x html "<html lang=de><meta charset=windows-1251><p>Die Fähre fuhr spät über den See.</p></html>" windows-1252 by guess
        "#]],
    );
}

#[test]
fn wide_without_a_mark() {
    let text = "<html><p>Färjan gick sent, sade hamnen.</p></html>";
    check(
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>(),
        expect![[r#"
            x html "<html><p>Färjan gick sent, sade hamnen.</p></html>" UTF-16LE by guess
        "#]],
    );
    check(
        text.encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect::<Vec<u8>>(),
        expect![[r#"
            x html "<html><p>Färjan gick sent, sade hamnen.</p></html>" UTF-16BE by guess
        "#]],
    );
    check(
        text.chars()
            .flat_map(|c| u32::from(c).to_le_bytes())
            .collect::<Vec<u8>>(),
        expect![[r#"
            x html "<html><p>Färjan gick sent, sade hamnen.</p></html>" UTF-32LE by guess
        "#]],
    );
}

#[test]
fn nul_is_dropped() {
    check(
        "<html><p>It\0 ran.</p></html>",
        expect![[r#"
            x html "<html><p>It ran.</p></html>" UTF-8 by utf-8
        "#]],
    );
    check(
        "{\"text\":\"It\\u0000 ran.\"}",
        expect![[r#"
            x#1 text "It ran."
        "#]],
    );
}

#[test]
fn undeclared_old_charsets_are_guessed() {
    let samples: [(&encoding_rs::Encoding, &str); 8] = [
        (
            encoding_rs::WINDOWS_1252,
            "Die Fähre fuhr spät, größer als je zuvor, über den See nach Süden.",
        ),
        (
            encoding_rs::WINDOWS_1251,
            "Паром опоздал на два часа, и никто не знал почему.",
        ),
        (
            encoding_rs::GBK,
            "渡轮晚点了两个小时，没有人知道为什么。乘客们在码头等到傍晚。",
        ),
        (
            encoding_rs::BIG5,
            "渡輪晚點了兩個小時，沒有人知道為什麼。乘客們在碼頭等到傍晚。",
        ),
        (
            encoding_rs::SHIFT_JIS,
            "フェリーは二時間遅れた。乗客は夕方まで桟橋で待っていた。",
        ),
        (
            encoding_rs::EUC_KR,
            "연락선이 두 시간 늦었고 아무도 이유를 몰랐다.",
        ),
        (
            encoding_rs::WINDOWS_1253,
            "Το πλοίο άργησε δύο ώρες και κανείς δεν ήξερε γιατί.",
        ),
        (
            encoding_rs::WINDOWS_1255,
            "המעבורת איחרה בשעתיים ואיש לא ידע מדוע",
        ),
    ];
    for (encoding, text) in samples {
        let (bytes, _, _) = encoding.encode(text);
        let page = read::page(record("x", &bytes, Form::Page)).unwrap();
        assert_eq!(text_of(&page), text, "{}", encoding.name());
    }
}

#[test]
fn the_original_bytes_of_a_record() {
    let code = base64::engine::general_purpose::STANDARD
        .encode(b"<html><meta charset=latin1><p>F\xe4rjan</p></html>");
    check(
        format!("{{\"html_base64\":\"{code}\",\"url\":\"https://harbour.example/a\"}}"),
        expect![[r#"
            x#1 html "<html><meta charset=latin1><p>Färjan</p></html>" windows-1252 by meta
                url: https://harbour.example/a
        "#]],
    );
}
