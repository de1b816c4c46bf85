//! The JSON Schema of every document, made from the types that are printed.

use schemars::generate::SchemaSettings;
use schemars::transform::{RestrictFormats, Transform};
use schemars::{JsonSchema, Schema};

use super::{answer, config, doctor, glossary, links, lists, page, report, why};

/// What the program prints with --json or --jsonl. Fields may be added; none goes or changes its meaning while
/// `version` is 1.
#[derive(JsonSchema)]
#[schemars(untagged, title = "notes")]
#[expect(dead_code, clippy::large_enum_variant, reason = "the schema is made of it, no value")]
enum Output<'a> {
    Search(answer::AnswerDocument<'a>),
    SearchLine(answer::AnswerLine<'a>),
    Show(page::PageDocument<'a>),
    Outline(page::OutlineDocument<'a>),
    Tags(lists::TagsDocument<'a>),
    Tasks(lists::TasksDocument<'a>),
    Links(links::LinksDocument<'a>),
    Why(why::WhyDocument<'a>),
    Glossary(glossary::GlossaryDocument<'a>),
    Index(report::IndexDocument<'a>),
    Status(report::StatusDocument<'a>),
    Doctor(doctor::DoctorDocument<'a>),
    Config(config::ConfigDocument<'a>),
    Error(report::ErrorDocument<'a>),
}

/// The schema, draft 2020-12.
pub(super) fn schema() -> Schema {
    let mut schema =
        SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Output<'_>>();
    // `uint32` and the like are no formats of the standard.
    RestrictFormats::default().transform(&mut schema);
    schema
}
