//! `dateline.toml`: what the user says of pages, beside the pages.
//!
//! ```toml
//! [[source]]
//! name = "Harbour Post"
//! aliases = ["harbourpost", "The Harbour Post Online"]
//! domains = ["harbourpost.example"]
//!
//! [[clean]]
//! drop = "/^Tide tables? for /"      # a text, or a regular expression between slashes
//! domain = "harbourpost.example"     # optional; so are source = "name" and path = "2024/**/*.html"
//!
//! [[clean]]
//! keep = "Correction:"
//!
//! [query]
//! synonyms = ["words.txt"]           # lists for queries, one group a line
//! names = ["names.txt"]
//! ```
//!
//! A file speaks for its folder and all below, whichever of them is indexed; of two the nearer is heard first. A rule to keep wins over every reason to remove.
mod file;
mod matcher;

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;

use crate::article::{
    Block, BlockKind, CleanPage, Evidence, Found, Place, Reason, Removal, Repair, RepairKind, Span,
    Witness,
};
use crate::site::rules::file::{CleanRule, File, Verdict};
use crate::text::fold;

pub use file::{ListFiles, Page, RulesError};

/// The name of the file.
pub const FILE: &str = "dateline.toml";

/// The rules for the pages under some inputs, read as they are asked for.
#[derive(Debug, Default)]
pub struct Rules {
    /// A file for every page.
    everywhere: Option<Arc<File>>,
    folders: Mutex<HashMap<PathBuf, Arc<PageRules>>>,
}

impl Rules {
    /// The rules beside these inputs, above them and below them, and those of `config`, which speaks for every page. A page has the same
    /// rules whichever of the folders around it is the input.
    pub fn beside(inputs: &[PathBuf], config: Option<&Path>) -> Result<Self, RulesError> {
        let rules = Self {
            everywhere: everywhere(config)?,
            folders: Mutex::default(),
        };
        for input in inputs.iter().filter(|input| input.as_os_str() != "-") {
            match input.parent() {
                Some(parent) if !input.is_dir() => rules.folder(parent)?,
                _ => rules.folder(input)?,
            };
        }
        Ok(rules)
    }

    /// The word lists that are named beside an archive in this folder: in the files of the folders around it, and in `config`.
    pub fn lists(archive: Option<&Path>, config: Option<&Path>) -> Result<ListFiles, RulesError> {
        let around = archive.into_iter().flat_map(Path::ancestors).skip(1);
        let mut lists = ListFiles::default();
        let mut add = |file: &File| {
            lists.synonyms.extend(file.lists.synonyms.iter().cloned());
            lists.names.extend(file.lists.names.iter().cloned());
        };
        for folder in around {
            let file = in_folder(folder, &folder.join(FILE))?;
            file.iter().for_each(|file| add(file));
        }
        if let Some(file) = everywhere(config)? {
            add(&file);
        }
        Ok(lists)
    }

    /// The rules for the page at this path.
    pub fn governing(&self, path: &str) -> Result<Arc<PageRules>, RulesError> {
        match Place::parse(path).file.parent() {
            Some(folder) if path != "-" => self.folder(folder),
            _ => Ok(Arc::new(PageRules {
                folder: PathBuf::new(),
                files: self.everywhere.iter().cloned().collect(),
            })),
        }
    }

    fn folder(&self, folder: &Path) -> Result<Arc<PageRules>, RulesError> {
        if let Some(known) = self.folders.lock().get(folder) {
            return Ok(Arc::clone(known));
        }
        let mut files = Vec::new();
        let mut shown = PathBuf::from(FILE);
        for above in folder.ancestors() {
            files.extend(in_folder(above, &shown)?);
            shown = Path::new("..").join(shown);
        }
        files.extend(self.everywhere.iter().cloned());
        let governing = Arc::new(PageRules {
            folder: folder.to_path_buf(),
            files,
        });
        let mut folders = self.folders.lock();
        folders.insert(folder.to_path_buf(), Arc::clone(&governing));
        Ok(governing)
    }
}

/// The file that speaks for every page.
fn everywhere(config: Option<&Path>) -> Result<Option<Arc<File>>, RulesError> {
    let Some(path) = config else { return Ok(None) };
    let text = std::fs::read_to_string(path).map_err(|source| RulesError::Read {
        path: path.to_path_buf(),
        source,
    })?;
    let file = File::parse(path, path.display().to_string(), Path::new(""), &text)?;
    Ok(Some(Arc::new(file)))
}

/// The file in a folder, when there is one; the ledger calls it by its place as seen from the page.
fn in_folder(folder: &Path, shown: &Path) -> Result<Option<Arc<File>>, RulesError> {
    let path = folder.join(FILE);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(Arc::new(File::parse(
            &path,
            shown.display().to_string(),
            folder,
            &text,
        )?))),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(None)
        }
        Err(source) => Err(RulesError::Read { path, source }),
    }
}

/// The rules for one page: nearest file first.
#[derive(Debug, Default)]
pub struct PageRules {
    /// The page's folder.
    folder: PathBuf,
    files: Vec<Arc<File>>,
}

impl PageRules {
    /// A number that changes with the rules; 0 when there are none.
    pub fn print(&self) -> u64 {
        let prints = self.files.iter().map(|file| file.print);
        let said = prints.filter(|print| *print != 0);
        said.fold(0_u64, |all, print| all.rotate_left(7) ^ print)
    }

    /// There is a rule on cleaning.
    pub fn cleans(&self) -> bool {
        self.files.iter().any(|file| !file.clean.is_empty())
    }

    fn clean_rules<'a>(&'a self, page: &'a Page<'_>) -> impl Iterator<Item = &'a CleanRule> {
        self.files
            .iter()
            .flat_map(|file| &file.clean)
            .filter(|rule| rule.is_for(page, &self.folder))
    }

    /// The rule that keeps a text.
    fn keeping(&self, text: &str, page: &Page<'_>) -> Option<&CleanRule> {
        let mut keep = self
            .files
            .iter()
            .flat_map(|file| &file.clean)
            .filter(|rule| rule.verdict == Verdict::Keep);
        keep.find(|rule| rule.is_for(page, &self.folder) && rule.text.is_in(text))
    }

    /// A rule keeps this text on this page.
    pub fn keeps(&self, text: &str, page: &Page<'_>) -> bool {
        self.keeping(text, page).is_some()
    }

    /// Puts back what the rules keep and removes what they drop, each use in the page's ledger.
    pub fn clean(&self, cleaned: &mut CleanPage, page: &Page<'_>) {
        if self.clean_rules(page).next().is_some() {
            self.put_back(cleaned, page);
            self.drop(cleaned, page);
        }
    }

    fn put_back(&self, cleaned: &mut CleanPage, page: &Page<'_>) {
        let mut back = Vec::new();
        let removals = std::mem::take(&mut cleaned.removals);
        for removal in removals {
            match self.keeping(&removal.text, page) {
                Some(rule) if !lies_in_block(&removal, &cleaned.blocks) => {
                    let repair = Repair {
                        rule: Some(rule.place.clone()),
                        ..Repair::new(RepairKind::Kept, removal.at)
                    };
                    cleaned.repairs.push(repair);
                    back.push(Block {
                        kind: BlockKind::Paragraph,
                        text: removal.text,
                        at: removal.at,
                    });
                }
                _ => cleaned.removals.push(removal),
            }
        }
        if !back.is_empty() {
            cleaned.blocks.extend(back);
            cleaned
                .blocks
                .sort_by_key(|block| (block.at.start, block.at.end));
            cleaned
                .repairs
                .sort_by_key(|repair| (repair.at.start, repair.at.end));
        }
    }

    fn drop(&self, cleaned: &mut CleanPage, page: &Page<'_>) {
        let drops: Vec<&CleanRule> = self
            .clean_rules(page)
            .filter(|rule| rule.verdict == Verdict::Drop)
            .collect();
        if drops.is_empty() {
            return;
        }
        let mut gone = Vec::new();
        let inner: Vec<Span> = cleaned.removals.iter().map(|removal| removal.at).collect();
        cleaned.blocks.retain(|block| {
            let rule = drops.iter().find(|rule| rule.text.is_in(&block.text));
            let Some(rule) = rule.filter(|_| self.keeping(&block.text, page).is_none()) else {
                return true;
            };
            gone.extend(pieces(block, &inner).map(|(text, at)| Removal {
                rule: Some(rule.place.clone()),
                ..Removal::new(Reason::UserRule, text, at)
            }));
            false
        });
        cleaned.removals.extend(gone);
        cleaned
            .removals
            .sort_by_key(|removal| (removal.at.start, removal.at.end));
    }

    /// Gives an article of this domain the name that the user has for its outlet. What the record itself says is
    /// renamed only by an alias.
    pub fn name(&self, domain: Option<&str>, source: &mut Option<Found<String>>) {
        let rules = || self.files.iter().flat_map(|file| &file.sources);
        let found = source.as_ref();
        let given = found.is_some_and(|found| found.evidence.from == Witness::Given);
        let domain = domain.filter(|_| !given);
        let by_domain = domain
            .and_then(|domain| rules().find(|rule| rule.domains.iter().any(|own| own == domain)));
        let own = found.map(|found| found.value.as_str());
        let by_name = || {
            let key = fold::key(own?);
            rules().find(|rule| rule.aliases.contains(&key))
        };
        let Some(rule) = by_domain.or_else(by_name) else {
            return;
        };
        let evidence = Evidence {
            rule: rule.place.clone().into(),
            from: Witness::Given,
            sure: 1.0,
            quote: None,
        };
        let evidence = match own {
            Some(own) if own != rule.name => evidence.quoting(own),
            _ => evidence,
        };
        *source = Some(Found {
            value: rule.name.clone(),
            evidence,
        });
    }
}

/// A mark or a caption that interrupts a block cannot be put back as one of its own.
fn lies_in_block(removal: &Removal, blocks: &[Block]) -> bool {
    let after = blocks.partition_point(|block| block.at.start <= removal.at.start);
    let block = after.checked_sub(1).and_then(|at| blocks.get(at));
    block.is_some_and(|block| removal.at.end <= block.at.end && removal.at.start > block.at.start)
}

/// The spans of a block that no removal has; its text goes with the first.
fn pieces<'a>(block: &'a Block, inner: &[Span]) -> impl Iterator<Item = (String, Span)> + use<'a> {
    let from = inner.partition_point(|span| span.start < block.at.start);
    let mut start = block.at.start;
    let mut spans = Vec::new();
    for span in inner
        .iter()
        .skip(from)
        .take_while(|span| span.start < block.at.end)
    {
        spans.push(Span {
            start,
            end: span.start,
        });
        start = span.end;
    }
    spans.push(Span {
        start,
        end: block.at.end,
    });
    spans.retain(|span| span.start < span.end);
    spans.into_iter().enumerate().map(|(at, span)| {
        (
            if at == 0 {
                block.text.clone()
            } else {
                String::new()
            },
            span,
        )
    })
}
