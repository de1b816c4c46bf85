//! `<details>` and bare `<summary>` tags between other blocks, paired.

use super::blocks::{Block, BlockKind, Scope};
use super::html::Element;

/// What is open while blocks are read.
enum Open {
    Scope { outer_counts: [usize; 2] },
    Tag { block: usize, element: Element },
}

/// Makes scopes of the tags that have their counterpart in the same scope, and takes out the others:
/// a tag that is never closed must not swallow the rest of a note.
pub(super) fn pair(blocks: &mut Vec<Block>) {
    if !blocks.iter().any(|block| matches!(block.kind, BlockKind::OpenTag(_) | BlockKind::CloseTag(_))) {
        return;
    }
    let mut stack = Vec::new();
    let mut counts = [0; 2];
    for at in 0..blocks.len() {
        match blocks[at].kind {
            BlockKind::Open(_) => stack.push(Open::Scope { outer_counts: std::mem::take(&mut counts) }),
            BlockKind::Close => counts = leave_scope(&mut stack),
            BlockKind::OpenTag(element) => {
                counts[index(element)] += 1;
                stack.push(Open::Tag { block: at, element });
            }
            BlockKind::CloseTag(element) if counts[index(element)] > 0 => {
                if let Some(opening) = leave_tag(&mut stack, &mut counts, element) {
                    blocks[opening].kind = BlockKind::Open(Scope::Details);
                    blocks[at].kind = BlockKind::Close;
                }
            }
            _ => {}
        }
    }
    blocks.retain(|block| !matches!(block.kind, BlockKind::OpenTag(_) | BlockKind::CloseTag(_)));
}

fn index(element: Element) -> usize {
    usize::from(element == Element::Summary)
}

/// Leaves the innermost scope and the tags that were left open in it: gives the counts outside.
fn leave_scope(stack: &mut Vec<Open>) -> [usize; 2] {
    while let Some(open) = stack.pop() {
        if let Open::Scope { outer_counts } = open {
            return outer_counts;
        }
    }
    [0; 2]
}

/// Leaves the innermost tag of an element and those left open in it: gives its block.
fn leave_tag(stack: &mut Vec<Open>, counts: &mut [usize; 2], element: Element) -> Option<usize> {
    while let Some(Open::Tag { block, element: open }) = stack.pop() {
        counts[index(open)] -= 1;
        if open == element {
            return Some(block);
        }
    }
    None
}
