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
