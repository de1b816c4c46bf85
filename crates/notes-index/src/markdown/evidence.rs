//! Whether lines that CommonMark would call indented code are really indented Markdown.

use super::lines::{Fence, Indent, indent, is_blank, list_marker, rules};

/// How many lines are looked at: enough to tell, and a bound on the work.
const MAX_LINES: usize = 200;

/// Whether the lines from the start of `text` that are indented by `body_column` columns or more
/// look like Markdown rather than like code. What stands inside fences and formulas counts for neither.
pub(super) fn looks_like_markdown(text: &str, body_column: usize) -> bool {
    let (mut markdown, mut code) = (0, 0);
    let mut fence: Option<Fence> = None;
    for line in text.lines().take(MAX_LINES).filter(|line| !is_blank(line)) {
        let Indent { columns, bytes } = indent(line);
        if columns < body_column {
            break;
        }
        let content = line[bytes..].trim_end();
        match (fence, Fence::parse(content)) {
            (Some(open), Some(close)) if open.is_closed_by(close) => fence = None,
            (Some(_), _) => {}
            (None, Some(open)) => {
                fence = Some(open);
                markdown += if open.has_info { 5 } else { 2 };
            }
            (None, None) if columns < body_column + 4 => {
                markdown += markdown_points(content);
                code += code_points(content);
            }
            (None, None) => {}
        }
    }
    markdown > code
}

/// Points for Markdown. A single `# x` is as likely a comment, and HTML is no Markdown.
fn markdown_points(line: &str) -> u32 {
    if line.starts_with("##") {
        return 3;
    }
    if line.starts_with(['#', '<']) {
        return 0;
    }
    if is_table_rule(line) {
        return 4;
    }
    let is_item = list_marker(line, 0).is_some() && !rules(line).contains(&0);
    let is_bold = line.contains("**") || line.starts_with("__");
    u32::from(is_item) + u32::from(is_bold) + u32::from(line.contains("](")) + prose_points(line)
}

/// `|---|:-:|`
fn is_table_rule(line: &str) -> bool {
    line.contains("--") && line.contains('|') && line.bytes().all(|byte| b"|-: ".contains(&byte))
}

/// Sentences: words in Chinese or several in a row, ending as sentences end.
fn prose_points(line: &str) -> u32 {
    if line.ends_with(['。', '！', '？', '：', '；']) {
        return 2;
    }
    let is_english =
        line.split(' ').filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic())).count() >= 4;
    let is_chinese = line.chars().next().is_some_and(|first| first >= '\u{2e80}');
    match (is_english, is_chinese) {
        (true, _) if line.ends_with(['.', '!', '?', ':']) => 2,
        (true, _) | (_, true) => 1,
        _ => 0,
    }
}

/// Points for code.
fn code_points(line: &str) -> u32 {
    const STARTS: [&str; 9] = ["$ ", ">>> ", "//", "/*", "#!", "import ", "return", "def ", "class "];
    let starts = STARTS.iter().any(|start| line.starts_with(start));
    let ends = line.ends_with([';', '{', '}', ',', '(', '[', '\\']);
    let assigns = line.contains(" = ") || line.contains("==") || line.contains("->");
    2 * u32::from(starts) + 2 * u32::from(ends) + 2 * u32::from(assigns) + u32::from(is_key_value(line))
}

/// `key: value`, as in YAML.
fn is_key_value(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(key, _)| {
        key.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-' | b'.' | b'"'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_told_from_code() {
        assert!(looks_like_markdown("    ### 一、原理\n    - **类**：元类\n", 4));
        assert!(looks_like_markdown("\n    ```python\n    x = 1;\n    ```\n", 4));
        assert!(looks_like_markdown("    This is what a person would write.\n", 4));
        assert!(!looks_like_markdown("    int main() {\n        return 0;\n    }\n", 4));
        assert!(!looks_like_markdown("    # a comment\n    key: value\n", 4));
        assert!(!looks_like_markdown("    <p>连接池</p>\n", 4));
        assert!(!looks_like_markdown("not indented, and so no evidence at all.\n", 4));
    }
}
