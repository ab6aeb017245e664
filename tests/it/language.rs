//! Languages of text.

use dateline::article::Language;
use dateline::identify::language;
use expect_test::{Expect, expect};
use proptest::prelude::*;

fn check(text: &str, expect: &Expect) {
    let found =
        language::detect(text, None).map_or("none".to_owned(), |found| found.value.to_string());
    expect.assert_eq(&found);
}

#[test]
fn scripts_name_their_language() {
    check("理事会决定重建北码头。", &expect!["zh"]);
    check("議会は北の桟橋を再建することを決めた。", &expect!["ja"]);
    check("의회가 북쪽 부두를 다시 짓기로 했다.", &expect!["ko"]);
    check(
        "Το συμβούλιο αποφάσισε να ξαναχτίσει την προβλήτα.",
        &expect!["el"],
    );
    check("สภาลงมติให้สร้างท่าเรือใหม่", &expect!["th"]);
    check("המועצה החליטה לבנות מחדש את המזח.", &expect!["he"]);
    check("საბჭომ გადაწყვიტა ნავმისადგომის აღდგენა.", &expect!["ka"]);
    check("Skerrin Ferry News: 議会は北の桟橋を再建へ", &expect!["ja"]);
}

#[test]
fn words_tell_neighbours_apart() {
    check(
        "The council voted to rebuild the pier that the storm had broken.",
        &expect!["en"],
    );
    check(
        "Rådet har vedtaget at genopbygge molen, som stormen havde ødelagt.",
        &expect!["da"],
    );
    check(
        "Kommunestyret vedtok å bygge opp igjen moloen som stormen hadde ødelagt, etter lang tid.",
        &expect!["nb"],
    );
    check(
        "Kommunestyret vedtok å byggje opp att moloen som stormen ikkje hadde teke frå dei.",
        &expect!["nn"],
    );
    check(
        "Rada rozhodla, že znovu postaví molo, které bouře zničila.",
        &expect!["cs"],
    );
    check(
        "Rada rozhodla, že znovu postaví mólo, ktoré búrka zničila.",
        &expect!["sk"],
    );
    check(
        "Совет решил восстановить причал, который разрушила буря.",
        &expect!["ru"],
    );
    check(
        "Рада вирішила відбудувати причал, який зруйнувала буря.",
        &expect!["uk"],
    );
    check(
        "Савет вырашыў аднавіць прычал, які разбурыла бура.",
        &expect!["be"],
    );
    check(
        "Съветът реши да възстанови кея, който бурята разруши.",
        &expect!["bg"],
    );
    check(
        "Советот одлучи да го обнови пристаништето што го уништи бурата.",
        &expect!["mk"],
    );
    check(
        "O conselho decidiu reconstruir o cais que a tempestade não poupou.",
        &expect!["pt"],
    );
    check(
        "El consejo decidió reconstruir el muelle que la tormenta había roto.",
        &expect!["es"],
    );
    check(
        "El consell va decidir reconstruir el moll que la tempesta havia trencat.",
        &expect!["ca"],
    );
    check(
        "قرر المجلس إعادة بناء الرصيف الذي دمرته العاصفة",
        &expect!["ar"],
    );
    check(
        "شورا تصمیم گرفت اسکله‌ای را که طوفان شکسته بود بازسازی کند",
        &expect!["fa"],
    );
    check(
        "کونسل نے فیصلہ کیا کہ طوفان سے ٹوٹنے والی گودی دوبارہ بنائی جائے",
        &expect!["ur"],
    );
    check(
        "Dewan memutuskan bahwa dermaga itu akan dibangun kembali karena rusak oleh badai.",
        &expect!["id"],
    );
    check(
        "Majlis memutuskan bahawa jeti itu akan dibina semula kerana rosak akibat ribut.",
        &expect!["ms"],
    );
}

#[test]
fn nothing_to_read() {
    check("", &expect!["none"]);
    check("12.03.2024 — 14:05", &expect!["none"]);
}

#[test]
fn the_declared_language_decides_where_the_text_hardly_does() {
    let declared = Language("hr".to_owned());
    let found = language::detect("Ivan i Ana", Some(&declared)).unwrap();
    assert_eq!(found.value, declared);
    let found = language::detect(
        "The council voted to rebuild the pier that the storm had broken.",
        Some(&declared),
    )
    .unwrap();
    assert_eq!(found.value.code(), "en");
}

proptest! {
    #[test]
    fn nothing_panics(text in "\\PC{0,300}") {
        let _ = language::detect(&text, None);
    }
}
