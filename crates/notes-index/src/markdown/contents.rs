//! Tables of contents: lists of nothing but links to headings of their own note.
//!
//! Such a list says nothing of its own, and its words would stand before the sections that it leads to. Nor does `[TOC]` name
//! anything, which a program puts one in the place of.

use crate::note::{Link, Span, SpanKind};

/// How many links make a table of contents: one alone is a hint.
const MIN_LINKS: usize = 2;

/// Sets the prose of a list aside if all of it stands in links to headings of the note. Spans and links are
/// those of the list, in order.
pub(super) fn hide(source: &str, spans: &mut [Span], links: &[Link]) {
    let is_inner = |link: &&Link| link.target.is_empty() && link.fragment.is_some() && !link.embed;
    let mut links = links.iter().filter(is_inner).peekable();
    let mut n_links = 0;
    for span in spans.iter().filter(|span| !span.shown(source).trim().is_empty()) {
        while links.next_if(|link| link.range.end <= span.range.start).is_some() {
            n_links += 1;
        }
        let is_in_link = |link: &&Link| {
            span.kind == SpanKind::Prose
                && link.range.start <= span.range.start
                && span.range.end <= link.range.end
        };
        if links.peek().is_none_or(|link| !is_in_link(link)) {
            return;
        }
    }
    if n_links + links.count() >= MIN_LINKS {
        spans.iter_mut().for_each(|span| span.kind = SpanKind::Aside);
    }
}

/// The signs that a table of contents is put in the place of, in small letters.
const SIGNS: [&str; 5] = ["[toc]", "[[toc]]", "[[_toc_]]", "@[toc]", "{:toc}"];

/// Whether a text is nothing but the sign for a table of contents, which may have a title: `@[toc](目录)`.
pub(super) fn is_sign(text: &str) -> bool {
    if !text.starts_with(['[', '@', '{']) {
        return false;
    }
    let title = text.find("](").filter(|_| text.ends_with(')'));
    let sign = title.map_or(text, |bracket| &text[..=bracket]);
    SIGNS.iter().any(|known| sign.eq_ignore_ascii_case(known))
}

/// Whether spans are nothing but one such sign, if there are any.
pub(super) fn are_signs(source: &str, spans: &[Span]) -> bool {
    let ([first, .., last] | [first @ last]) = spans else { return true };
    let start = source[..first.range.start].rfind('\n').map_or(0, |newline| newline + 1);
    let line = source[start..].lines().next().unwrap_or_default();
    last.range.end <= start + line.len() && is_sign(line.trim_matches(['\u{feff}', ' ', '\t']))
}
