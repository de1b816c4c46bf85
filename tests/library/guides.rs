//! The guide in two languages: what one says, the other says as well.

use crate::sources::{read, workspace};

/// What a translator must not change of a chapter.
#[derive(Debug, PartialEq)]
struct Chapter {
    /// The lines of its recipes, without what is written for people.
    code: Vec<String>,
    /// The items that it speaks of, sorted: another language has another order.
    items: Vec<String>,
    n_rows: usize,
}

/// The chapters of a guide; the first is what stands above them.
fn chapters(name: &str) -> Vec<Chapter> {
    let empty = || Chapter { code: Vec::new(), items: Vec::new(), n_rows: 0 };
    let (mut chapters, mut is_code) = (vec![empty()], false);
    for line in read(&workspace().join("crates/notes-index/docs").join(name)).lines() {
        if !is_code && line.starts_with("# ") {
            chapters.push(empty());
        }
        let chapter = chapters.last_mut().expect("there is one above all");
        if line.starts_with("```") {
            is_code = !is_code;
            chapter.code.push(line.to_owned());
        } else if is_code {
            chapter.code.push(without_words(line));
        } else {
            chapter.items.extend(items(line));
            chapter.n_rows += usize::from(line.starts_with('|'));
        }
    }
    chapters.iter_mut().for_each(|chapter| chapter.items.sort());
    chapters
}

/// A line of a recipe without what stands in its strings and its comment.
fn without_words(line: &str) -> String {
    let (mut kept, mut is_string, mut chars) = (String::new(), false, line.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' if is_string => drop(chars.next()),
            '"' => {
                is_string = !is_string;
                kept.push(c);
            }
            _ if is_string => {}
            _ => kept.push(c),
        }
        if kept.ends_with("//") {
            break;
        }
    }
    kept
}

/// The targets of a line's links into the library.
fn items(line: &str) -> impl Iterator<Item = String> {
    line.split("](crate::").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()))
}

#[test]
fn both_guides_have_the_same_recipes_and_speak_of_the_same() {
    let (english, chinese) = (chapters("guide.md"), chapters("guide.zh.md"));
    assert_eq!(english.len(), chinese.len(), "the chapters");
    for (n, (english, chinese)) in english.iter().zip(&chinese).enumerate() {
        assert_eq!(english, chinese, "chapter {n}");
    }
    assert!(english.iter().any(|chapter| !chapter.code.is_empty() && !chapter.items.is_empty()));
}

#[test]
fn words_in_a_recipe_are_left_out() {
    let line = r##"put(&path, "# 池\n \"a\" // b")?; // saved"##;
    assert_eq!(without_words(line), r#"put(&path, "")?; //"#);
}
