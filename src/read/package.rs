//! Packages: ZIP files of saved pages or exports, and WACZ. Each member is read as a file of its own, whose place is its path below the
//! package: `crawl.wacz/archive/data.warc.gz#512`.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use zip::ZipArchive;
use zip::read::{ZipFile, read_zipfile_from_stream};

use crate::article::Place;
use crate::read::event::{Event, Flow, Sink, reject};
use crate::read::scan_options::Options;
use crate::read::wacz::{self, Hashing, Wacz};
use crate::read::why::{Bomb, Why};
use crate::read::{asset_folders, docx};

/// A package begins with its first member.
const SIGN: [u8; 4] = *b"PK\x03\x04";

/// Text packs to a tenth; what unpacks to more than this is made to hurt.
const MAX_RATIO: u64 = 250;

/// Below this much output of all members together the ratio does not matter.
const RATIO_FREE: u64 = 64 << 20;

/// Reads one member as the file at a path is read.
pub(crate) type ReadStream<'r> =
    &'r dyn for<'a> Fn(&Path, Box<dyn Read + 'a>, &Options, &mut Sink<'_>) -> Flow;

/// A file whose members are read.
pub(crate) enum Package {
    /// Its list of members is there.
    Listed(ZipArchive<BufReader<File>>),
    /// The list at its end is missing or damaged: it broke off.
    Cut(BufReader<File>),
}

/// Opens a package. `None` where the file is none, or is an office document; it is at its beginning then.
pub(crate) fn open(file: &File) -> Option<Package> {
    let package = try_open(file);
    if package.is_none() {
        (&*file).rewind().ok()?;
    }
    package
}

fn try_open(mut file: &File) -> Option<Package> {
    let mut head = [0; 64];
    let count = file.read(&mut head).ok()?;
    file.rewind().ok()?;
    let head = head.get(..count).filter(|head| head.starts_with(&SIGN))?;
    let input = || Some(BufReader::new(file.try_clone().ok()?));
    match ZipArchive::new(input()?) {
        Ok(archive) if docx::is_document(&archive) => None,
        Ok(archive) => Some(Package::Listed(archive)),
        Err(_) => {
            // The name of the first member stands behind 30 bytes.
            let name = head.get(30..).unwrap_or_default();
            let signs: [&[u8]; 4] = [b"[Content_Types]", b"mimetype", b"_rels/", b"META-INF/"];
            let is_document = signs.iter().any(|sign| name.starts_with(sign));
            file.rewind().ok()?;
            (!is_document).then(input)?.map(Package::Cut)
        }
    }
}

/// Whether a file in a folder of the file system is a package: what lies in it is there as long as it is.
pub(crate) fn is_package(path: &Path) -> bool {
    let mut head = [0; 4];
    if !path.is_file() {
        return false;
    }
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head == SIGN
}

/// Hands what is in the members to `sink`, ordered by their names.
pub(crate) fn records(
    path: &Path,
    package: Package,
    length: u64,
    read: ReadStream<'_>,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Flow {
    let mut members = Members {
        path,
        read,
        options,
        sink,
        names: HashSet::new(),
        wacz: None,
        unpacked: Rc::default(),
        most: RATIO_FREE.max(length.saturating_mul(MAX_RATIO)),
        is_whole: true,
    };
    match package {
        Package::Listed(archive) => members.listed(archive)?,
        Package::Cut(input) => members.as_they_come(input)?,
    }
    ControlFlow::Continue(members.is_whole)
}

/// The members of a package on their way.
struct Members<'a, 'b> {
    path: &'a Path,
    read: ReadStream<'a>,
    options: &'a Options,
    sink: &'a mut Sink<'b>,
    /// Every name, by which folders are found that belong to a page.
    names: HashSet<String>,
    wacz: Option<Wacz>,
    /// Bytes that came out of all members so far.
    unpacked: Rc<Cell<u64>>,
    most: u64,
    is_whole: bool,
}

impl Members<'_, '_> {
    fn listed(&mut self, mut archive: ZipArchive<BufReader<File>>) -> ControlFlow<()> {
        let mut order: Vec<(String, usize)> = Vec::with_capacity(archive.len());
        for at in 0..archive.len() {
            match archive.name_for_index(at) {
                Some(Ok(name)) => order.push((name.into_owned(), at)),
                _ => self.reject(
                    self.path.to_path_buf(),
                    unreadable("the name of a member is damaged"),
                )?,
            }
        }
        order.sort_unstable();
        self.names = order.iter().map(|(name, _)| name.clone()).collect();
        self.wacz = wacz::open(&mut archive);
        for (name, at) in order {
            if !self.is_wanted(&name) {
                continue;
            }
            let is_encrypted = archive.by_index_data(at).is_ok_and(|file| file.encrypted());
            match archive.by_index(at) {
                _ if is_encrypted => {
                    self.reject(self.place(&name), unreadable("it is encrypted"))?;
                }
                Ok(file) => self.member(&name, file)?,
                Err(error) => {
                    self.reject(self.place(&name), unreadable(&error.to_string()))?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Reads the members of a package without a list, as far as they go.
    fn as_they_come(&mut self, mut input: BufReader<File>) -> ControlFlow<()> {
        while let Ok(Some(file)) = read_zipfile_from_stream(&mut input) {
            let Ok(name) = file.name().map(Cow::into_owned) else {
                break;
            };
            if self.is_wanted(&name) {
                self.member(&name, file)?;
            }
        }
        let why = "its end, so that members may be missing";
        self.reject(self.path.to_path_buf(), unreadable(why))
    }

    /// A page or an export; not what the system hid, what belongs to a page, or what a crawler keeps for itself.
    fn is_wanted(&self, name: &str) -> bool {
        let mut parts = name.split('/').peekable();
        let mut folder = String::new();
        while let Some(part) = parts.next() {
            let is_folder = parts.peek().is_some();
            let is_hidden = part.starts_with('.') && part != ".." && part != ".";
            if is_hidden || part == "__MACOSX" || part == "dateline.toml" {
                return false;
            }
            let has = |page: &str| self.names.contains(&format!("{folder}{page}"));
            if is_folder && asset_folders::is_named_after_page(part, &has) {
                return false;
            }
            folder.push_str(part);
            folder.push('/');
        }
        let is_for_crawler = self.wacz.is_some() && !name.starts_with("archive/");
        !name.ends_with('/') && !is_for_crawler
    }

    fn place(&self, name: &str) -> PathBuf {
        self.path.join(name.trim_start_matches('/'))
    }

    fn member<R: Read + ?Sized>(&mut self, name: &str, file: ZipFile<'_, R>) -> ControlFlow<()> {
        let is_inside = Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if !is_inside || name.contains('\\') {
            let why = format!("the member {name} leads out of the package");
            return self.reject(self.path.to_path_buf(), unreadable(&why));
        }
        let place = self.place(name);
        let mut stream = Hashing::over(Bounded {
            inner: file,
            unpacked: Rc::clone(&self.unpacked),
            most: self.most,
        });
        let wacz = self.wacz.as_ref();
        let sink = &mut *self.sink;
        let whole = (self.read)(&place, Box::new(&mut stream), self.options, &mut |event| {
            sink(match (event, wacz) {
                (Event::Page(record), Some(wacz)) => Event::Page(wacz.with_witness(record)),
                (event, _) => event,
            })
        })?;
        self.is_whole &= whole;
        let stated = self.wacz.as_ref().and_then(|wacz| wacz.hash(name));
        if let Some(stated) = stated
            && stream.hash().is_some_and(|own| own != stated)
        {
            reject(Place::of_file(place), Why::HashDiffers, self.sink)?;
        }
        ControlFlow::Continue(())
    }

    fn reject(&mut self, place: PathBuf, why: Why) -> ControlFlow<()> {
        self.is_whole = false;
        reject(Place::of_file(place), why, self.sink)?;
        ControlFlow::Continue(())
    }
}

fn unreadable(message: &str) -> Why {
    let message = message.to_owned();
    Why::Unreadable { message }
}

/// Ends with an error where all members together unpack to far more than the package has.
struct Bounded<R> {
    inner: R,
    unpacked: Rc<Cell<u64>>,
    most: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let unpacked = self.unpacked.get();
        if unpacked > self.most {
            return Err(io::Error::other(Bomb {
                ratio: MAX_RATIO,
                read: unpacked,
            }));
        }
        let count = self.inner.read(buffer)?;
        self.unpacked.set(unpacked + count as u64);
        Ok(count)
    }
}
