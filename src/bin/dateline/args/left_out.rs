//! Words that a query leaves out, typed without quotes around the query: `search ferry -football`.
//!
//! To the command line a word behind a hyphen is a flag. So it is handed on as `NOT football`, which means the same, where it cannot be one.

use std::ffi::OsString;

use clap::{Arg, Command, CommandFactory};

use super::cli::Cli;

/// The commands that take the words of a query.
const WITH_QUERY: [&str; 4] = ["search", "facets", "stories", "export"];

/// The arguments, with the words that a query leaves out as `NOT word`. The first word may begin with a hyphen by itself.
pub(crate) fn spelled_out(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut cli = Cli::command();
    cli.build();
    let mut typed = Typed {
        command: &cli,
        words: 0,
        awaits_value: false,
    };
    let mut arguments: Vec<OsString> = arguments.collect();
    for argument in arguments.iter_mut().skip(1) {
        if argument == "--" {
            break;
        }
        if let Some(spelled) = argument.to_str().and_then(|text| typed.take(text)) {
            *argument = spelled.into();
        }
    }
    arguments
}

/// What was typed so far.
struct Typed<'a> {
    command: &'a Command,
    /// Words behind the command.
    words: usize,
    /// Whether the last argument is a flag whose value comes next.
    awaits_value: bool,
}

impl Typed<'_> {
    /// Takes the next argument, and returns what it stands for where that is something else.
    fn take(&mut self, argument: &str) -> Option<String> {
        if std::mem::take(&mut self.awaits_value) {
            return None;
        }
        if let Some(name) = argument.strip_prefix("--") {
            self.awaits_value = self.long(name).is_some_and(awaits_value);
            return None;
        }
        let Some(left_out) = argument.strip_prefix('-').filter(|rest| !rest.is_empty()) else {
            self.take_word(argument);
            return None;
        };
        if self.are_flags(left_out) || self.long(left_out).is_some() {
            let last = left_out.chars().last().and_then(|flag| self.short(flag));
            self.awaits_value = last.is_some_and(awaits_value);
            return None;
        }
        self.words += 1;
        if self.words == 1 || !WITH_QUERY.contains(&self.command.get_name()) {
            return None;
        }
        let is_bare_phrase = left_out.contains(char::is_whitespace) && !left_out.contains('"');
        Some(match is_bare_phrase {
            true => format!("NOT \"{left_out}\""),
            false => format!("NOT {left_out}"),
        })
    }

    fn take_word(&mut self, word: &str) {
        match self.command.find_subcommand(word) {
            Some(command) => self.command = command,
            None => self.words += 1,
        }
    }

    fn long(&self, name: &str) -> Option<&Arg> {
        let mut flags = self.command.get_arguments();
        flags.find(|flag| {
            flag.get_long_and_visible_aliases()
                .is_some_and(|names| names.contains(&name))
        })
    }

    fn short(&self, name: char) -> Option<&Arg> {
        let mut flags = self.command.get_arguments();
        flags.find(|flag| flag.get_short() == Some(name))
    }

    /// Whether these are letters of flags, the last one perhaps with a number behind it: `qv`, `n20`.
    fn are_flags(&self, letters: &str) -> bool {
        let letters = letters.trim_end_matches(|c: char| c.is_ascii_digit());
        !letters.is_empty() && letters.chars().all(|letter| self.short(letter).is_some())
    }
}

/// Whether the argument behind this flag is its value.
fn awaits_value(flag: &Arg) -> bool {
    flag.get_action().takes_values() && !flag.is_require_equals_set()
}
