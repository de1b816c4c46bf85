//! A search as it is asked for, by the command line or by a message: the same names, the same defaults.

use std::sync::LazyLock;

use clap::ValueEnum;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use notes_index::{Facet, Predicate, Query, SearchOptions, Sort};
use serde::Deserialize;

use crate::failure::Result;
use crate::places::Places;

/// How many hits are shown if nobody says how many.
pub(crate) const LIMIT: usize = 10;

/// How many hits of one note are shown if nobody says how many.
const PER_NOTE: usize = 3;

/// A search of somebody here: days are days by the clock of this machine, `TZ` included.
pub(crate) fn options() -> SearchOptions {
    SearchOptions::new().utc_offset(utc_offset)
}

/// A query of somebody here: today is a day by the same clock.
pub(crate) fn query(typed: &str) -> Query {
    let today = || {
        let now = Timestamp::now();
        ZONE.to_offset(now).to_datetime(now).date().to_string()
    };
    Query::parse_on(typed, &today)
}

/// The time zone of this machine. Read when it is first asked for: most searches name no day.
static ZONE: LazyLock<TimeZone> = LazyLock::new(TimeZone::system);

/// By how many seconds that clock is ahead of UTC at an instant, in seconds since 1970.
fn utc_offset(seconds: i64) -> i32 {
    Timestamp::from_second(seconds).map_or(0, |instant| ZONE.to_offset(instant).seconds())
}

/// How many values of a facet are counted if nobody says how many.
pub(crate) const FACET_VALUES: usize = 10;

/// What is asked for besides the query.
pub(crate) struct Request<'a> {
    pub(crate) limit: usize,
    pub(crate) offset: usize,
    pub(crate) per_note: Option<usize>,
    pub(crate) sort: Order,
    pub(crate) strict: bool,
    pub(crate) expand: bool,
    pub(crate) explain: bool,
    pub(crate) code: bool,
    pub(crate) langs: &'a [String],
    pub(crate) paths: &'a [String],
    pub(crate) tags: &'a [String],
    pub(crate) facets: &'a [CountedBy],
    pub(crate) facet_values: usize,
}

/// The order of hits.
#[derive(Clone, Copy, Debug, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Order {
    /// Best first
    Score,
    /// By path, then by place
    Path,
    /// The note changed last first
    Modified,
}

/// What hits are counted by.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CountedBy {
    /// The folder of the note, below what all hits share
    Folder,
    /// Tags and those above them
    Tag,
    /// Languages of code
    Language,
    /// The year in which the note was last changed
    Year,
}

impl CountedBy {
    pub(crate) const ALL: [CountedBy; 4] =
        [CountedBy::Folder, CountedBy::Tag, CountedBy::Language, CountedBy::Year];
}

impl Request<'_> {
    /// What the library is to be told.
    ///
    /// # Errors
    /// If a path is outside of the notes.
    pub(crate) fn options(&self, places: Places<'_>) -> Result<SearchOptions> {
        let paths = self.paths.iter().map(|path| places.filter(path)).collect::<Result<Vec<String>>>()?;
        let one_note = matches!(self.paths, [path] if places.is_one_note(path));
        let options = options()
            .limit(self.limit)
            .offset(self.offset)
            .per_note(self.per_note.unwrap_or(if one_note { 0 } else { PER_NOTE }))
            .sort(self.sort.into())
            .strict(self.strict)
            .expand(self.expand)
            .explain(self.explain)
            .facets(self.facets.iter().copied().map(Facet::from))
            .facet_values(self.facet_values)
            .code(self.code || !self.langs.is_empty());
        let options = self.langs.iter().fold(options, SearchOptions::language);
        let options = self.tags.iter().fold(options, SearchOptions::tag);
        Ok(paths.into_iter().fold(options, SearchOptions::path))
    }
}

/// What options ask of notes and code, as a query would.
///
/// # Errors
/// If a path is outside of the notes.
pub(crate) fn filters(
    paths: &[String],
    langs: &[String],
    tags: &[String],
    places: Places<'_>,
) -> Result<Vec<Predicate>> {
    let langs = langs.iter().cloned().map(Predicate::Language);
    let tags = tags.iter().cloned().map(Predicate::Tag);
    let paths = paths.iter().map(|path| places.filter(path).map(Predicate::Path));
    paths.chain(langs.chain(tags).map(Ok)).collect()
}

impl From<CountedBy> for Facet {
    fn from(by: CountedBy) -> Facet {
        match by {
            CountedBy::Folder => Facet::Folder,
            CountedBy::Tag => Facet::Tag,
            CountedBy::Language => Facet::Language,
            CountedBy::Year => Facet::Year,
        }
    }
}

impl From<Order> for Sort {
    fn from(order: Order) -> Sort {
        match order {
            Order::Score => Sort::Score,
            Order::Path => Sort::Path,
            Order::Modified => Sort::Modified,
        }
    }
}
