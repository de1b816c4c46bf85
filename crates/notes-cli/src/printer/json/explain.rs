//! The shape of an explanation as JSON.

use notes_index::{Contribution, Explanation, PlannedWord, QueryPlan, Relation};
use schemars::JsonSchema;
use serde::Serialize;

/// How a query is looked up.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Plan")]
pub(super) struct WirePlan<'a> {
    tree: &'a str,
    words: Vec<WireWord<'a>>,
    joined: &'a [String],
    demanded: &'a [String],
    code_only: bool,
}

/// A word of a query.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "PlannedWord")]
struct WireWord<'a> {
    word: &'a str,
    looked_up: &'a [String],
    weaker: &'a [String],
    relation: Option<&'static str>,
    wanted: bool,
}

impl<'a> WirePlan<'a> {
    pub(super) fn of(plan: &'a QueryPlan) -> WirePlan<'a> {
        let word = |word: &'a PlannedWord| WireWord {
            word: &word.word,
            looked_up: &word.looked_up,
            weaker: &word.weaker,
            relation: word.relation.map(Relation::name),
            wanted: word.is_wanted,
        };
        WirePlan {
            tree: &plan.tree,
            words: plan.words.iter().map(word).collect(),
            joined: &plan.joined,
            demanded: &plan.demanded,
            code_only: plan.code_only,
        }
    }
}

/// What a score is made of.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Explanation")]
pub(super) struct WireExplanation<'a> {
    contributions: Vec<WireContribution<'a>>,
    among_sections: Vec<WireContribution<'a>>,
}

/// Something that was added to a score.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Contribution")]
struct WireContribution<'a> {
    word: &'a str,
    found: &'a [String],
    evidence: &'static str,
    scope: &'static str,
    frequency: u32,
    weight: f32,
    points: f32,
}

impl<'a> WireExplanation<'a> {
    pub(super) fn of(explanation: &'a Explanation) -> WireExplanation<'a> {
        let wire = |contributions: &'a [Contribution]| contributions.iter().map(contribution).collect();
        WireExplanation {
            contributions: wire(&explanation.contributions),
            among_sections: wire(&explanation.among_sections),
        }
    }
}

fn contribution(one: &Contribution) -> WireContribution<'_> {
    WireContribution {
        word: &one.word,
        found: &one.found,
        evidence: one.evidence.name(),
        scope: one.scope.name(),
        frequency: one.frequency,
        weight: one.weight,
        points: one.points,
    }
}
