//! The words of the markup with the signs around them that are no marks.

use super::check_prose;

#[test]
fn a_pronunciation_does_not_interrupt_its_word() {
    let ruby = "<ruby>连<rp>(</rp><rt>lián</rt><rp>)</rp>接<rt>jiē</ruby>池";
    let markup = ["ruby", "rp>(</rp><rt>lián</rt><rp>)</rp", "rt>jiē</ruby"];
    check_prose(&format!("甲{ruby}\n"), "甲连接池", &markup);
    check_prose(&format!("<p>甲{ruby}</p>\n"), "甲连接池", &[&["p"][..], &markup, &["p"]].concat());
    check_prose("<rt>甲\n\n乙\n", "乙", &["rt>甲"]);
}

#[test]
fn signs_at_the_ends_of_addresses_and_comments_are_no_marks() {
    check_prose("[仓](https://a.io/b/) [x](~/.vimrc)\n", "仓 x", &["https://a.io/b/", "~/.vimrc"]);
    check_prose("[x](http://a.b/维基_(消歧义))\n", "x", &["http://a.b/维基_(消歧义)"]);
    check_prose("[![图](/a/)](/b/ \"f(x)\")\n", "图", &["/a/)](/b/ \"f(x)\""]);
    check_prose("[甲][r] [[f(x)|乙]]\n\n[r]: /c\n", "甲 乙", &["r", "f(x)", "r]: /c"]);
    check_prose("<!-- f(x) 与 a[0]; -->\n", "", &["f(x) 与 a[0];"]);
    check_prose("> 甲 <!-- (a)\n> (b) --> 乙<br/>丙\n", "甲  乙|丙", &["(a)", "(b)", "br"]);
    check_prose("<script>\nfoo(bar);\n</script>\n", "", &["script", "foo(bar);", "script"]);
    check_prose(
        "<script>\nf(() => {\n  a[b]\n});\n</script>\n",
        "",
        &["script", "f(() => {", "a[b]", "});", "script"],
    );
    check_prose("甲 <!-- ->\n\\]\n --> 乙\n", "甲  乙", &["->", "\\]"]);
    check_prose("甲 %% f(x) %%\n", "甲 ", &["f(x)"]);
    check_prose("1. ```c++ {a=b}\n   x\n   ```\n", "x\n", &["1. ```c++ {a=b}"]);
}
