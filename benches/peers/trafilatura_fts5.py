"""A folder of pages into SQLite's FTS5 with trafilatura: the script one would write. Arguments: PAGES FOLDER."""

import logging
import os
import sqlite3
import sys
from multiprocessing import Pool

from trafilatura import bare_extraction

logging.disable(logging.CRITICAL)


def extract(path):
    with open(path, encoding="utf-8") as page:
        found = bare_extraction(page.read(), with_metadata=True)
    if not found or not found.text:
        return None
    return found.url, found.sitename, found.date, found.author, found.title, found.text


def main():
    pages, folder = sys.argv[1:]
    os.makedirs(folder)
    database = sqlite3.connect(os.path.join(folder, "articles.sqlite"))
    database.executescript(
        "pragma journal_mode = off; pragma synchronous = off;"
        "create table meta(id integer primary key, url text, source text, published text, authors text);"
        "create virtual table article using fts5(title, text, tokenize = 'unicode61 remove_diacritics 0');"
    )
    paths = sorted(os.path.join(inside, name) for inside, _, names in os.walk(pages) for name in names)
    # One process a core, as the other engines have one thread a core.
    with Pool() as pool:
        for number, found in enumerate(pool.imap(extract, paths, chunksize=20)):
            if found:
                database.execute("insert into meta values (?, ?, ?, ?, ?)", (number, *found[:4]))
                database.execute("insert into article(rowid, title, text) values (?, ?, ?)", (number, *found[4:]))
    database.execute("insert into article(article) values ('optimize')")
    database.commit()
    database.close()


if __name__ == "__main__":
    main()
