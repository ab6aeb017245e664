//! SQLite with FTS5, as an application would set it up for an archive of news.

use std::fs;
use std::path::Path;

use anyhow::Result;
use rusqlite::{Connection, OpenFlags, params};

use crate::answers::{self, Passes};
use crate::input;

/// No journal and no syncing while the index is built: the fastest that SQLite can.
const SETUP: &str = "
    pragma journal_mode = off;
    pragma synchronous = off;
    pragma cache_size = -200000;
    pragma temp_store = memory;
    create table meta(id integer primary key, url text, source text, published text,
                      authors text, language text);
    create virtual table article using fts5(title, text,
                                            tokenize = 'unicode61 remove_diacritics 0');
    begin;";
/// One b-tree segment of the full-text index, and indexes for filters.
const FINISH: &str = "
    insert into article(article) values ('optimize');
    create index by_source on meta(source);
    create index by_date on meta(published);
    commit;";

/// Indexes a file of articles.
pub fn index_articles(file: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let database = Connection::open(folder.join("articles.sqlite"))?;
    database.execute_batch(SETUP)?;
    let mut meta = database.prepare("insert into meta values (?, ?, ?, ?, ?, ?)")?;
    let mut text = database.prepare("insert into article(rowid, title, text) values (?, ?, ?)")?;
    let mut id = 0_i64;
    input::for_each_article(file, |article| {
        id += 1;
        let authors = article.authors.join("; ");
        let facts = params![
            id,
            article.url,
            article.source,
            article.published,
            authors,
            article.language
        ];
        meta.execute(facts)?;
        text.execute(params![id, article.title, article.text])?;
        Ok(())
    })?;
    Ok(database.execute_batch(FINISH)?)
}

/// Answers queries and prints the times.
pub fn answer(folder: &Path, passes: &Passes) -> Result<()> {
    let file = folder.join("articles.sqlite");
    let database = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    database.execute_batch("pragma mmap_size = 8000000000; pragma cache_size = -400000;")?;
    let mut hits = database.prepare(
        "select article.title, meta.url, meta.source, meta.published
         from (select rowid as hit, rank as score from article where article match ?
               order by rank limit 10)
         join article on article.rowid = hit join meta on meta.id = hit order by score",
    )?;
    let mut count = database.prepare("select count(*) from article where article match ?")?;
    answers::measure(passes, |query| {
        let query = query.for_fts5();
        let mut shown = 0;
        let mut rows = hits.query([&query])?;
        while let Some(row) = rows.next()? {
            for column in 0..4 {
                shown += row.get_ref(column)?.as_str()?.len();
            }
        }
        std::hint::black_box(shown);
        let total: i64 = count.query_row([&query], |row| row.get(0))?;
        Ok(total.unsigned_abs())
    })
}
