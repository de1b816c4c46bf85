//! The colours of code: syntect finds what things are, the terminal's own palette says how they look, so that
//! they can be read on dark and on light.

use std::ops::Range;
use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

use crate::printer::style::Role;

/// Loading takes milliseconds: only who shows code pays for it.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Longer lines are data, and some syntaxes take time that grows faster than they do.
const MAX_LINE_BYTES: usize = 1000;

/// Code that is longer stays plain.
const MAX_LINES: usize = 2000;

/// What scopes stand for, the most telling first.
static ROLES: LazyLock<Vec<(Scope, Role)>> = LazyLock::new(|| {
    let roles = [
        ("comment", Role::Faint),
        ("string", Role::Literal),
        ("constant", Role::Constant),
        ("keyword.operator", Role::Text),
        ("keyword", Role::Keyword),
        ("storage", Role::Keyword),
        ("entity.name", Role::Name),
        ("support.function", Role::Name),
        ("variable.function", Role::Name),
    ];
    roles.iter().filter_map(|(scope, role)| Some((Scope::new(scope).ok()?, *role))).collect()
});

/// The runs of a code block's lines: the roles with their bytes, for each line. Nothing is known of a language
/// that has no syntax here, and of what is too long; then there is one run a line.
pub(super) fn runs(lines: &[&str], language: &str) -> Vec<Vec<(Range<usize>, Role)>> {
    let syntax = SYNTAXES.find_syntax_by_token(language).filter(|_| lines.len() <= MAX_LINES);
    let mut state = syntax.map(ParseState::new);
    let mut stack = ScopeStack::new();
    let mut line_runs = |line: &str| match &mut state {
        Some(known) if line.len() <= MAX_LINE_BYTES => {
            let runs = parse(line, known, &mut stack);
            // What is not understood once is not understood further on.
            runs.unwrap_or_else(|| {
                state = None;
                plain(line)
            })
        }
        _ => plain(line),
    };
    lines.iter().map(|line| line_runs(line)).collect()
}

fn plain(line: &str) -> Vec<(Range<usize>, Role)> {
    vec![(0..line.len(), Role::Text)]
}

fn parse(line: &str, state: &mut ParseState, stack: &mut ScopeStack) -> Option<Vec<(Range<usize>, Role)>> {
    let operations = state.parse_line(&format!("{line}\n"), &SYNTAXES).ok()?;
    let mut runs: Vec<(Range<usize>, Role)> = Vec::new();
    let mut at = 0;
    let mut add = |to: usize, role: Role| {
        let run = at..line.floor_char_boundary(to.min(line.len()));
        match runs.last_mut() {
            _ if run.is_empty() => return,
            Some((last, same)) if *same == role => last.end = run.end,
            _ => runs.push((run.clone(), role)),
        }
        at = run.end;
    };
    for (to, operation) in operations {
        add(to, role_of(stack));
        stack.apply(&operation).ok()?;
    }
    add(line.len(), role_of(stack));
    Some(runs)
}

/// The role of the innermost scope that has one.
fn role_of(stack: &ScopeStack) -> Role {
    let role = |scope: &Scope| {
        let known = ROLES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope));
        known.map(|(_, role)| *role)
    };
    stack.as_slice().iter().rev().find_map(role).unwrap_or(Role::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: &str, lines: &[&str], expected: &[(&str, Role)]) {
        let runs = runs(lines, language);
        let told = lines.iter().zip(&runs).flat_map(|(line, runs)| {
            runs.iter()
                .map(|(range, role)| (&line[range.clone()], *role))
                .filter(|(_, role)| *role != Role::Text)
        });
        assert_eq!(told.collect::<Vec<_>>(), expected);
        for (line, runs) in lines.iter().zip(&runs) {
            let whole: String = runs.iter().map(|(range, _)| &line[range.clone()]).collect();
            assert_eq!(whole, *line);
        }
    }

    #[test]
    fn a_string_goes_over_lines() {
        let lines = ["def 取(n=10):", "    return \"\"\"池", "    大\"\"\"  # 注"];
        let expected = [
            ("def", Role::Keyword),
            ("取", Role::Name),
            ("10", Role::Constant),
            ("return", Role::Keyword),
            ("\"\"\"池", Role::Literal),
            ("    大\"\"\"", Role::Literal),
            ("# 注", Role::Faint),
        ];
        check("python", &lines, &expected);
    }

    #[test]
    fn what_is_not_known_stays_plain() {
        check("klingon", &["let x = 1"], &[]);
        check("rust", &[&format!("let {} = 1;", "x".repeat(2000))], &[]);
    }
}
