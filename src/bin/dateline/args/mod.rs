//! The command line as typed, and what its words mean.
mod articles;
mod asking;
mod cli;
mod facet_values;
mod finding;
mod flag_values;
mod global;
mod left_out;
mod pages;
#[cfg(any(feature = "web", feature = "mcp"))]
mod serving;
mod trust;

pub(crate) use articles::{CompareArgs, ExportArgs, Format, ShowArgs};
pub(crate) use asking::{Effort, Understanding};
pub(crate) use cli::{Cli, Command};
pub(crate) use facet_values::{FacetArg, facets};
pub(crate) use finding::{FacetsArgs, NamesArgs, SearchArgs, SimilarArgs, StoriesArgs};
pub(crate) use flag_values::{KwicOrder, first_day, last_day};
pub(crate) use global::{Color, Global, Verbosity};
pub(crate) use left_out::spelled_out;
pub(crate) use pages::{CleanArgs, IndexArgs};
#[cfg(feature = "web")]
pub(crate) use serving::ServeArgs;
pub(crate) use trust::{BackupArgs, CheckArgs, CheckPart, ReceiptArgs, RestoreArgs, StatsArgs};
