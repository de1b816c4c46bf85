//! Items of check lists, and whether they are done.

use super::parse;

#[test]
fn tasks_have_a_state() {
    let source = "- [x] **做** 完\n- [ ] 待办\n  续\n";
    let tasks: Vec<_> =
        parse(source).tasks.into_iter().map(|task| (task.done, &source[task.range])).collect();
    assert_eq!(tasks, [(true, "做** 完"), (false, "待办")]);
}

#[test]
fn signs_in_boxes_are_read_as_obsidian_reads_them() {
    let source = "\
- [/] 在做
- [-] 不做了
* [>] 改期 *重*

1. [?] 问

   - [!] 要紧
- [1] Lamport 1978
- [[链接]] [/] 不是
- [/]
- # [/] 题
- > [/] 引

[/] 不是
";
    let tasks: Vec<_> =
        parse(source).tasks.into_iter().map(|task| (task.done, &source[task.range])).collect();
    assert_eq!(tasks, [(false, "在做"), (true, "改期 *重"), (true, "问"), (true, "要紧")]);
}
