//! The grammar by example: `dateline help query`.

/// One form of the query language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// A query that runs.
    pub query: &'static str,
    /// What it finds.
    pub meaning: &'static str,
}

macro_rules! examples {
    ($($query:literal => $meaning:literal,)+) => {
        /// Every form of the query language, in the order to learn it; each is read without a warning.
        pub const EXAMPLES: &[Example] = &[$(Example { query: $query, meaning: $meaning },)+];
    };
}

examples! {
    r#"sanctions"# => "the word in any inflection of the article's language, accents and case folded",
    r#"sanctions fleet"# => "both words, anywhere in the article",
    r#""spare parts""# => "these words side by side, in these forms",
    r#""parts aircraft"~5"# => "these words with at most 5 others between",
    r#"=Cole"# => "exactly this form, case and accents too",
    r#"="White House""# => "exactly this phrase",
    r#"drones AND fleet"# => "both; AND may be left out",
    r#"drones OR missiles"# => "either",
    r#"drones NOT missiles"# => "the one without the other",
    r#"drones -missiles"# => "the same",
    r#"(drones OR missiles) AND border"# => "parentheses say what belongs together; else AND binds tighter than OR",
    r#"sanctions NEAR/5 airline"# => "within 5 words, in any order; NEAR alone allows 10",
    r#"(boeing OR airbus) w/5 order*"# => "the same; between words, phrases, patterns and choices",
    r#"prime PRE/2 minister"# => "within 2 words, in this order",
    r#"minister w/s resigns"# => "in one sentence",
    r#"minister w/p resigns"# => "in one paragraph",
    r#"belav*"# => "words that begin so",
    r#"organi?ation"# => "? is any one letter, * any number of them",
    r#"/lo+phole/"# => "words that match a regular expression as a whole",
    r#"loophole~1"# => "one letter added, missing, changed or swapped; ~2 for two",
    r#"name:Lukashenko"# => "a name in all spellings and scripts (Łukaszenka, Лукашенко), which the answer lists",
    r#"name:"Nikolai Statkevich""# => "in one sentence, in any order; with initials and other forms of the given name",
    r#"name:Lukashenko -=Lukaszenko"# => "without this spelling; it must stand right behind the name",
    r#"name:=Lukashenko"# => "the name in this spelling alone",
    r#"title:sanctions"# => "in the headline; also lead: and text:",
    r#"title:(sanctions OR embargo)"# => "a group in a field",
    r#"source:"The Daily Example""# => "by this outlet; also domain: and wire:",
    r#"author:novak"# => "by this author",
    r#"lang:de"# => "in this language; its name goes as well: lang:german",
    r#"place:vilnius"# => "datelined there",
    r#"url:https://news.example/2025/*"# => "at this address; * for any rest",
    r#"id:a1b2c3"# => "the article with this id",
    r#"story:a1b2c3"# => "the articles that tell of the same event as this one",
    r#"date:2025-09"# => "published in that month; a year or a day goes as well",
    r#"date:2025-09-01..2025-09-12"# => "from one day to the other, both included; one side may be left open",
    r#"after:2025-09-12"# => "after that day; since: includes it",
    r#"before:2025"# => "before that year; until: includes it",
    r#"last:7d"# => "in the last 7 days; w for weeks, m for months, y for years",
    r#"date:none"# => "the day is not known",
    r#"copies:0"# => "no other article has the same text; copies:2.. for two others and more",
    r#"independent:true"# => "shares no longer part of its text with another article",
    r#"atleast3(drones)"# => "mentioned at least three times",
    r#"title:sanctions^2 fleet"# => "counts twice as much in the ranking",
    r#"author:*"# => "articles that name an author; * alone finds everything",
    r#"\AND"# => "a backslash takes what follows as it is",
}

/// A form of other search services.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foreign {
    /// As it is typed elsewhere.
    pub query: &'static str,
    /// How it is read here, as a query.
    pub read_as: &'static str,
}

/// Forms of other search services, each with how it is read; a note says so.
pub const FOREIGN: &[Foreign] = &[
    Foreign {
        query: "sanction! w/9 airline",
        read_as: "sanction* NEAR/9 airline",
    },
    Foreign {
        query: "sanctions near9 airline",
        read_as: "sanctions NEAR/9 airline",
    },
    Foreign {
        query: "prime adj2 minister",
        read_as: "prime PRE/2 minister",
    },
    Foreign {
        query: "sanctions /9 airline",
        read_as: "sanctions NEAR/9 airline",
    },
    Foreign {
        query: "prime +2 minister",
        read_as: "prime PRE/2 minister",
    },
    Foreign {
        query: "minister /s resigns",
        read_as: "minister w/s resigns",
    },
    Foreign {
        query: "minister /p resigns",
        read_as: "minister w/p resigns",
    },
    Foreign {
        query: "hd=sanctions",
        read_as: "title:sanctions",
    },
    Foreign {
        query: "headline(sanctions or embargo)",
        read_as: "title:(sanctions OR embargo)",
    },
    Foreign {
        query: "hlead(airline)",
        read_as: "title:airline OR lead:airline",
    },
    Foreign {
        query: "byline(novak)",
        read_as: "author:novak",
    },
    Foreign {
        query: "drones BUT NOT missiles",
        read_as: "drones AND NOT missiles",
    },
    Foreign {
        query: "drones !missiles",
        read_as: "drones AND NOT missiles",
    },
    Foreign {
        query: "drones –missiles",
        read_as: "drones AND NOT missiles",
    },
    Foreign {
        query: "drones | embargo",
        read_as: "drones OR embargo",
    },
    Foreign {
        query: "minister NOT w/3 resigns",
        read_as: "minister AND NOT minister NEAR/3 resigns",
    },
    Foreign {
        query: "loop%hole",
        read_as: "loophole~1",
    },
    Foreign {
        query: "\"parts aircraft\"p5",
        read_as: "\"parts aircraft\"~5",
    },
];

/// The grammar as text for a terminal.
pub fn help() -> String {
    let widest = EXAMPLES
        .iter()
        .map(|example| example.query.len())
        .max()
        .unwrap_or(0);
    let mut text = String::from(
        "A query is plain words, or any of these forms. Words with nothing between them must all be there (AND).\n\
         Proximity binds tighter than NOT, NOT than AND, AND than OR.\n\n",
    );
    for Example { query, meaning } in EXAMPLES {
        text.push_str(&format!("  {query:widest$}  {meaning}\n"));
    }
    text.push_str(
        "\nPlain words that fewer articles have together than were asked for are followed by articles that have most of\n\
         them, each with the words it lacks; they are counted apart. --strict leaves them out, and so does any operator,\n\
         field or sign above, and quotes where fewer than four words stand beside them.\n\
         A sentence in capitals throughout (four words or more, some of them like THE and OF) is read as if in small\n\
         letters: AND, OR and NOT in it are words. In any other query they are operators.\n\
         \nForms of other search services are read as what they mean, with a note:\n\n",
    );
    let widest = FOREIGN.iter().map(|form| form.query.chars().count()).max();
    let widest = widest.unwrap_or(0);
    for Foreign { query, read_as } in FOREIGN {
        text.push_str(&format!("  {query:widest$}  {read_as}\n"));
    }
    text.push_str(
        "\nA long run without spaces (a question in Chinese or Thai) that no article has as a whole finds what has much of\n\
         it; in quotes it is exact. Words like `the` and `which` must be there too, but count little for the order.\n\
         What cannot be read so is read as plain words, with a note; --strict makes that an error.\n\
         --explain-query shows how a query is read.\n",
    );
    text
}
