//! Notes that take the square of their length to read, if it isn't seen to: in reasonable time and memory.

use super::parse;

#[test]
fn hostile_notes_take_linear_time() {
    for piece in [
        "[",
        "[[",
        ">",
        "> ",
        "- ",
        "* a\n",
        "<details>",
        "<details>\n\n# a\n\n",
        "**",
        "|",
        "#",
        "# a\n",
        "`",
        "$",
        "%%",
        "^",
        "!!! note\n    ",
        "<div>\n",
        "<",
        "&",
        "\\",
        "![",
        "1. **a**\n",
        "</summary>",
        "<!--",
        "\\[ a\n",
        "- \\[ a\n",
        "$$ a\n\n",
        "x<T ",
        "x<T>",
    ] {
        let source = piece.repeat(20_000);
        assert_eq!(
            parse(&source).sections.last().map(|last| last.range.end),
            Some(source.len()),
            "{piece:?}"
        );
    }
    let nested: String = (0..2_000).map(|depth| format!("{}!!! note\n", "    ".repeat(depth % 40))).collect();
    assert!(!parse(&nested).sections.is_empty());
}

#[test]
fn a_line_of_markers_is_read_once() {
    let n_items = 100_000;
    for last in ["x", "+ + +", "+ + + x"] {
        let source = "- ".repeat(n_items) + last;
        assert_eq!(parse(&source).sections.last().map(|last| last.range.end), Some(source.len()), "{last}");
    }
}

#[test]
fn the_text_of_images_in_images_is_not_kept_again_and_again() {
    let source = "![a".repeat(100_000) + &"](b)".repeat(100_000);
    let links = parse(&source).links;
    assert_eq!((links.len(), links[0].text.len(), links[7].text.len()), (100_000, 100_000, 99_993));
    let n_bytes: usize = links.iter().map(|link| link.text.len()).sum();
    assert!(n_bytes < 8 * source.len(), "{n_bytes} bytes of {}", source.len());
}

/// For each line the parser goes through all that is open, and each blank line of a container is written with what stands
/// before its first line.
#[test]
fn what_nests_too_deep_is_text() {
    let n_sections = |source: &str| parse(source).sections.len();
    for mark in ["> ", "- ", "1. ", ">", "> 2) ", "-\t"] {
        let nested = |depth: usize| format!("{}# 甲\n", mark.repeat(depth));
        assert_eq!((n_sections(&nested(20)), n_sections(&nested(300))), (2, 1), "{mark}");
        for line in ["a\n", "$$\n", "- a\n"] {
            let source = nested(20_000) + &line.repeat(20_000);
            assert_eq!(parse(&source).sections.last().unwrap().range.end, source.len(), "{mark}{line}");
        }
    }
    let container = |depth: usize, n_blank: usize| {
        let (items, blank, indent) = ("- ".repeat(depth), "\n".repeat(n_blank), " ".repeat(2 * depth + 4));
        n_sections(&format!("{items}!!! note\n{indent}##内\n{blank}{indent}文\n"))
    };
    assert_eq!((container(20, 1), container(200, 1), container(50_000, 50_000)), (2, 1, 1));
}
