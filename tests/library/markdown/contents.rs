//! Tables of contents: what says nothing of its own is a word of the markup.

use super::check_prose;

#[test]
fn lists_of_links_to_headings_are_no_prose() {
    let nested = "## 目录\n* [一、冒泡](#一冒泡)\n  * [二、`快速`排序](#二快速排序)\n\n正文\n";
    check_prose(nested, "目录|正文", &["一、冒泡", "#一冒泡", "二、", "快速", "排序", "#二快速排序"]);
    check_prose("- [[#甲]]\n- [[#乙|丙]]\n", "", &["#甲", "#乙", "丙"]);
    check_prose("- [甲](#a) [乙](#b)\n- [丙](#c)\n", "", &["甲", "#a", " ", "乙", "#b", "丙", "#c"]);
}

#[test]
fn lists_that_say_more_or_lead_elsewhere_are_prose() {
    check_prose("- [甲](#a)\n\n见[乙](#b)和[丙](#c)\n", "甲|见乙和丙", &["#a", "#b", "#c"]);
    check_prose("- [甲](#a)：一\n- [乙](#b)\n", "甲：一|乙", &["#a", "#b"]);
    check_prose("- [甲](a.md#a)\n- [乙](b.md#b)\n", "甲|乙", &["a.md#a", "b.md#b"]);
    check_prose("- [甲](#a)\n- [乙](#b)\n\n  ```\n  池\n  ```\n", "甲|乙|池\n", &["#a", "#b"]);
}
