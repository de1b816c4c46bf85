//! Whether a hit says rightly where it stands: every number is counted again from the note's text.

use std::ops::Range;

use notes_index::{Approximation, Hit, Match, Position, Query, Relation, Searcher, Sort};
use unicode_normalization::UnicodeNormalization;

use crate::fixture::{Folder, everything, search, searcher};

/// Counts everything again that a hit says of places; `text` is what its bytes count in.
#[track_caller]
pub(crate) fn verify(hit: &Hit, text: &str, query: &str) {
    let at = format!("{query:?} in {} {:?}", hit.path, hit.lines);
    assert!(text.is_char_boundary(hit.range.start) && text.is_char_boundary(hit.range.end), "{at}");
    let whole_lines = hit.range.start == 0 || text[..hit.range.start].ends_with('\n');
    assert!(whole_lines, "{at}: a hit begins with its line");
    let body = text[hit.range.clone()].trim_end();
    let last = if body.is_empty() { hit.range.start } else { hit.range.start + body.len() };
    let lines = (hit.lines.first, hit.lines.last);
    assert_eq!(lines, (line_of(text, hit.range.start), line_of(text, last)), "{at}");
    let mut end = hit.range.start;
    for found in &hit.matches {
        assert!(end <= found.range.start && found.range.end <= hit.range.end, "{at}: {found:?}");
        end = found.range.end;
        verify_match(found, text, &at);
        let found = &text[found.range.clone()];
        let is_translation =
            |label: &Approximation| label.relation == Relation::Via && is_what_was_asked(found, &label.found);
        let is_asked = is_what_was_asked(found, query) || hit.approximate.iter().any(is_translation);
        assert!(is_traditional(&[text, query]) || is_asked, "{at}: {found:?}");
    }
    verify_snippet(hit, text, &at);
}

fn verify_match(found: &Match, text: &str, at: &str) {
    assert_eq!(found.start, counted(text, found.range.start), "{at}");
    assert_eq!(found.end, counted(text, found.range.end), "{at}");
    let line = line(text, found.start.line);
    assert!(line.starts_with(&found.line_text), "{at}: {:?}", found.line_text);
    assert!(found.line_text == line || found.line_text.len() >= Match::MAX_LINE_BYTES - 3, "{at}");
}

/// Whether a snippet stands in the note where it says, with highlights that hold something.
#[track_caller]
pub(crate) fn verify_snippet(hit: &Hit, text: &str, at: &str) {
    let snippet = &hit.snippet;
    for (idx, shown) in snippet.text.split('\n').enumerate() {
        let line = line(text, snippet.line + idx as u32);
        assert!(line.contains(shown), "{at}: line {} is {line:?}, not {shown:?}", snippet.line);
    }
    let mut end = None;
    for highlight in &snippet.highlights {
        assert!(end.is_none_or(|end| end < highlight.start), "{at}: highlights stand apart");
        assert!(!snippet.text[highlight.clone()].trim().is_empty(), "{at}: a highlight paints something");
        end = Some(highlight.end);
    }
    let mut end = 0;
    for range in snippet.replacements.iter().map(|one| &one.range) {
        assert!(
            end <= range.start && snippet.text.get(range.clone()).is_some(),
            "{at}: {:?}",
            snippet.replacements
        );
        end = range.end;
    }
    // The front matter's title is the hit's name; what it names is shown instead, if there is anything. So it is where an
    // image's address has a word of the names.
    let is_named =
        !(hit.names.title.is_empty() && hit.names.path.is_empty() && hit.names.breadcrumb.is_empty());
    let is_known = |line: &str| {
        line.starts_with("title") || is_named && ["![", "<"].iter().any(|mark| line.contains(mark))
    };
    let is_title = hit.matches.iter().all(|found| is_known(&found.line_text));
    assert!(snippet.highlights.is_empty() == hit.matches.is_empty() || is_title, "{at}");
    assert!(snippet.text.chars().count() <= 240 + 5 && snippet.text.lines().count() <= 5, "{at}");
}

/// The 1-based line of an offset.
fn line_of(text: &str, offset: usize) -> u32 {
    text[..offset].matches('\n').count() as u32 + 1
}

/// A line as an editor shows it.
fn line(text: &str, number: u32) -> &str {
    let line = without_mark(text).split('\n').nth(number as usize - 1).unwrap_or_default();
    line.strip_suffix('\r').unwrap_or(line)
}

/// A text as it begins behind a byte-order mark.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// A place, counted the long way.
fn counted(text: &str, offset: usize) -> Position {
    let column = without_mark(&text[..offset]).rsplit('\n').next().unwrap_or_default();
    let utf16 = column.encode_utf16().count() as u32;
    Position { line: line_of(text, offset), column: column.len() as u32 + 1, utf16 }
}

/// Letters, digits and Han of a text, full-width made half, in lower case. Knows no traditional script.
pub(crate) fn folded(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Whether a piece of text may stand for a query of one run. Of Han characters each is one of the
/// query's, with markup between them; a word holds the query's or shares its beginning.
fn is_what_was_asked(found: &str, query: &str) -> bool {
    let (found, query) = (folded(found), folded(query));
    if query.chars().all(is_han) {
        return found.chars().filter(|&c| is_han(c)).all(|c| query.contains(c));
    }
    let stem = &query[..query.len().min(3)];
    found.contains(&query) || found.starts_with(stem) || query.starts_with(&found)
}

/// Whether one of some texts has traditional characters, which this file can't fold. Neither note nor
/// query do in nine samples of ten.
fn is_traditional(texts: &[&str]) -> bool {
    const SOME: &str = "連這們個線資庫層裡來對時間設與應關開為會說處發後寫請實過還從兩條數邊";
    texts.iter().any(|text| text.contains(|c| SOME.contains(c)))
}

/// Finds a query in a note of these bytes and counts everything again in `text`.
#[track_caller]
fn check(bytes: &[u8], query: &str, text: &str, encoding: Option<&str>) -> Hit {
    let hit = only_hit(bytes, query);
    assert_eq!(hit.encoding.as_deref(), encoding);
    verify(&hit, text, query);
    hit
}

/// The only hit of a query in a note of these bytes. Its text is what its range covers in the note.
#[track_caller]
fn only_hit(bytes: &[u8], query: &str) -> Hit {
    let folder = Folder::new("");
    folder.write("a.md", bytes);
    folder.sync();
    let index = folder.index();
    let searcher = index.searcher().expect("the index can be searched");
    let mut hits = search(&searcher, query, &everything()).hits;
    assert_eq!(hits.len(), 1, "{query:?}");
    let hit = hits.remove(0);
    let note = index.read_note(&hit.path).expect("the note can be read");
    let text = searcher.hit_text(&hit).expect("the index is sound");
    assert_eq!(text.as_deref(), Some(&note[hit.range.clone()]), "{query:?}");
    hit
}

fn ranges(hit: &Hit) -> Vec<Range<usize>> {
    hit.matches.iter().map(|found| found.range.clone()).collect()
}

#[test]
fn one_place_in_all_coordinate_systems() {
    let text = "一\n😀中文 连接池 abc\n";
    let hit = check(text.as_bytes(), "连接池", text, None);
    assert_eq!(hit.matches[0].range, 15..24);
    let (start, end) = (hit.matches[0].start, hit.matches[0].end);
    assert_eq!((start.line, start.column, start.utf16), (2, 12, 5));
    assert_eq!((end.line, end.column, end.utf16), (2, 21, 8));
}

#[test]
fn a_byte_order_mark_counts_as_bytes_but_not_as_a_column() {
    let text = "\u{feff}连接池\r\n第二行 连接池\r\n";
    let hit = check(text.as_bytes(), "连接池", text, None);
    assert_eq!(ranges(&hit), [3..12, 24..33]);
    assert_eq!((hit.matches[0].start.column, hit.matches[0].start.utf16), (1, 0));
    assert_eq!((hit.matches[1].start.line, hit.matches[1].start.column), (2, 11));
    assert_eq!((hit.lines.last, hit.matches[0].line_text.as_str()), (2, "连接池"));
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_line() {
    let text = "\u{feff}- [ ] 连接池 pool\n二 pool\n";
    let columns = |query: &str| -> Vec<(u32, u32, u32)> {
        let found = only_hit(text.as_bytes(), query).matches;
        found.iter().for_each(|found| verify_match(found, text, query));
        found.iter().map(|found| (found.start.line, found.start.column, found.end.column)).collect()
    };
    assert_eq!(columns(r#"re:"^.*$""#), [(1, 1, 21), (2, 1, 9)]);
    assert_eq!(columns(r#"re:"^- ""#), [(1, 1, 3)]);
    assert_eq!(columns(r#"re:"^-|pool""#), [(1, 1, 2), (1, 17, 21), (2, 5, 9)]);
    assert_eq!(columns("task:open"), [(1, 1, 21)]);
}

#[test]
fn the_sign_of_a_byte_order_mark_is_a_character_elsewhere() {
    let text = "# 甲\n\n\u{feff}# pool\n\u{feff}pool\n";
    let hit = check(text.as_bytes(), "pool", text, None);
    let found: Vec<_> = hit.matches.iter().map(|found| (found.start.line, found.start.column)).collect();
    assert_eq!(found, [(3, 6), (4, 4)]);
    let text = "甲\n\n\u{feff}乙 pool\n===\n";
    let found = &check(text.as_bytes(), "pool", text, None).matches[0];
    assert_eq!((found.start.column, found.line_text.as_str()), (8, "\u{feff}乙 pool"));
}

#[test]
fn other_encodings_count_in_the_decoded_text() {
    let text = "# 数据库\n\n连接池有上限。\n";
    let (gbk, _, _) = encoding_rs::GB18030.encode(text);
    check(&gbk, "连接池", text, Some("gb18030"));
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    check(&utf16, "连接池", text, Some("utf-16le"));
}

#[test]
fn broken_bytes_count_as_they_are_read() {
    let bytes = b"a\xff\xe8b \xe8\xbf\x9e\xe6\x8e\xa5\xe6\xb1\xa0 latin latin latin latin\n";
    let text = "a\u{fffd}\u{fffd}b 连接池 latin latin latin latin\n";
    let hit = check(bytes, "连接池", text, Some("utf-8-lossy"));
    let (found, hit_range) = (&hit.matches[0], hit.range.clone());
    assert_eq!((found.range.clone(), hit_range), (9..18, 0..text.len()));
    // An editor shows two replacement characters of three bytes each.
    assert_eq!((found.start.column, found.start.utf16), (10, 5));
}

#[test]
fn the_text_of_a_hit_is_the_index_s() {
    let notebook = "//- a.md\n前 pool\n\n# 一\n\n## 二\n\n连接池\n```py\npool = 1\n```\n\n# 三\npool\n";
    let own = searcher(notebook);
    let hits = search(&own, "pool", &everything().sort(Sort::Path)).hits;
    let texts = |asked: &Searcher| -> Vec<Option<String>> {
        hits.iter().map(|hit| asked.hit_text(hit).expect("the index is sound")).collect()
    };
    let expected = ["前 pool\n\n", "```py\npool = 1\n```\n", "# 三\npool\n"];
    assert_eq!(texts(&own), expected.map(|text| Some(text.to_owned())));
    let in_another = texts(&searcher("//- a.md\n短\n"));
    assert_eq!(in_another, [None, None, None]);
}

#[test]
fn a_line_behind_the_last_is_in_no_section() {
    let searcher = searcher("//- a.md\n\n## 一\n连接池\n\n## 二\n\n连接池\n\n");
    let section = |line: u32| {
        let path = crate::fixture::note_path("a.md");
        let why = searcher.why(&Query::parse("连接池"), &everything(), &path, Some(line));
        why.expect("the index is sound").and_then(|why| why.breadcrumb.last().cloned())
    };
    let sections = [0, 2, 4, 5, 8, 9, 9999, u32::MAX].map(section);
    let names = sections.each_ref().map(|name| name.as_deref().unwrap_or("-"));
    assert_eq!(names, ["-", "一", "一", "二", "二", "-", "-", "-"]);
}

#[test]
fn a_match_across_marks_and_lines_is_one_range() {
    let text = "**连接**池\n和 [连接](u)池，连\n接池。\n";
    let hit = check(text.as_bytes(), "\"连接池\"", text, None);
    let found: Vec<&str> = ranges(&hit).into_iter().map(|range| &text[range]).collect();
    assert_eq!(found, ["连接**池", "连接](u)池", "连\n接池"]);
    assert_eq!((hit.matches[2].start.line, hit.matches[2].end.line), (2, 3));
}

#[test]
fn at_most_a_hundred_matches_are_listed() {
    let text = "锁。".repeat(250);
    let hit = check(text.as_bytes(), "锁", &text, None);
    assert_eq!((hit.matches.len(), hit.matches_total), (Hit::MAX_MATCHES, 250));
}
