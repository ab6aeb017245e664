//! The table of tools, and how one is called.

use serde_json::{Map, Value};

use crate::mcp::article_tools::{fetch, story};
use crate::mcp::asking_tools::{count, passages, search};
use crate::mcp::fitted::Answer;
use crate::mcp::overview_tools::{describe, names};
use crate::mcp::parameters::ParameterKind::{Choice, Needed, Number, Text};
use crate::mcp::parameters::{Arguments, Parameter, ParameterKind};
use crate::mcp::quote_tool::verify_quote;
use crate::mcp::tool_fault::ToolFault;
use crate::mcp::toolbox::Toolbox;

/// A tool.
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) about: &'static str,
    pub(crate) parameters: &'static [Parameter],
    pub(crate) run: fn(&Toolbox, &Arguments<'_>) -> Result<Answer, ToolFault>,
}

const fn parameter(name: &'static str, kind: ParameterKind, about: &'static str) -> Parameter {
    Parameter { name, kind, about }
}

const QUERY: Parameter = parameter(
    "query",
    Needed,
    "words, or the query language: \"a phrase\", OR, NOT, name:Smith, source:\"Daily Post\", lang:de, since:2025-01, until:2025-06; * for everything",
);

const ID: Parameter = parameter("id", Needed, "the id of an article, as `search` lists it");

/// All tools, in the order to learn them.
pub(crate) const TOOLS: &[Tool] = &[
    Tool {
        name: "describe",
        title: "What the archive holds",
        about: "What this news archive holds (articles, outlets, languages, days) and how its query language works. Call it first.",
        parameters: &[],
        run: describe,
    },
    Tool {
        name: "search",
        title: "Search articles",
        about: "Ranked articles with the passages that match. Copies of one text count once: the first published is shown.",
        parameters: &[
            QUERY,
            parameter(
                "sort",
                Choice(&["relevance", "oldest", "newest"]),
                "the order; relevance by default",
            ),
            parameter(
                "limit",
                Number {
                    default: 5,
                    most: 20,
                },
                "hits",
            ),
            parameter(
                "offset",
                Number {
                    default: 0,
                    most: 100_000,
                },
                "hits to skip",
            ),
        ],
        run: search,
    },
    Tool {
        name: "fetch",
        title: "Read an article",
        about: "A slice of an article's text with its hash. Give the hash with the next slice, so that a text that has changed is noticed.",
        parameters: &[
            ID,
            parameter(
                "offset",
                Number {
                    default: 0,
                    most: usize::MAX,
                },
                "byte of the text to begin at",
            ),
            parameter(
                "length",
                Number {
                    default: 4_000,
                    most: 4_600,
                },
                "bytes",
            ),
            parameter("hash", Text, "the hash that an earlier slice came with"),
        ],
        run: fetch,
    },
    Tool {
        name: "count",
        title: "Count articles",
        about: "How many articles match, and how many texts, copies counted once; by a field where one is named.",
        parameters: &[
            QUERY,
            parameter(
                "by",
                Choice(&[
                    "source", "domain", "wire", "language", "author", "year", "month", "day",
                    "date",
                ]),
                "the field to count by",
            ),
        ],
        run: count,
    },
    Tool {
        name: "passages",
        title: "Every occurrence",
        about: "Every occurrence of words in the matching articles, each with what stands left and right of it (keyword in context).",
        parameters: &[
            QUERY,
            parameter(
                "limit",
                Number {
                    default: 20,
                    most: 60,
                },
                "occurrences",
            ),
            parameter(
                "offset",
                Number {
                    default: 0,
                    most: 100_000,
                },
                "articles to skip",
            ),
            parameter(
                "line",
                Number {
                    default: 0,
                    most: 1_000_000,
                },
                "occurrences of the first article to skip",
            ),
        ],
        run: passages,
    },
    Tool {
        name: "verify_quote",
        title: "Verify a quotation",
        about: "Whether the archive has a quotation: exact, altered, cut, other speaker or absent; with the archive's own words, where they \
                stand and who printed them first. Use it before you quote anybody.",
        parameters: &[
            parameter(
                "quote",
                Needed,
                "the words; an ellipsis where words are left out",
            ),
            parameter("speaker", Text, "who is said to have said it"),
            parameter("source", Text, "only this outlet"),
            parameter("since", Text, "published on this day or later: 2025-09-12"),
            parameter("until", Text, "published on this day or before"),
        ],
        run: verify_quote,
    },
    Tool {
        name: "story",
        title: "The story of an article",
        about: "Who told of the same event and who was first; `lineage`: who took how much from whom; `numbers`: figures on which outlets disagree.",
        parameters: &[
            ID,
            parameter(
                "part",
                Choice(&["members", "lineage", "numbers"]),
                "members by default",
            ),
            parameter(
                "offset",
                Number {
                    default: 0,
                    most: 100_000,
                },
                "entries to skip",
            ),
        ],
        run: story,
    },
    Tool {
        name: "names",
        title: "Spellings of a name",
        about: "Every spelling of a name in the archive, in any script, with its articles.",
        parameters: &[
            parameter("name", Needed, "the name"),
            parameter(
                "offset",
                Number {
                    default: 0,
                    most: 100_000,
                },
                "spellings to skip",
            ),
        ],
        run: names,
    },
];

impl Toolbox {
    /// The names of the tools, in the order to learn them.
    pub fn names() -> Vec<&'static str> {
        TOOLS.iter().map(|tool| tool.name).collect()
    }

    /// Calls a tool: a JSON object as one line, or why there is none and what to do next.
    pub fn call(&self, name: &str, given: &Map<String, Value>) -> Result<String, ToolFault> {
        let tool = TOOLS.iter().find(|tool| tool.name == name);
        let Tool {
            parameters, run, ..
        } = tool.ok_or_else(|| {
            let names = Self::names().join(", ");
            ToolFault::new(format!("there is no tool `{name}`; there are {names}"))
        })?;
        let arguments = Arguments::read(given, parameters)?;
        run(self, &arguments).map(Answer::into_text)
    }
}
