//! The languages of code blocks: one usual short name for each.

/// Short names and what else people write for them, in lower case.
const ALIASES: [(&str, &[&str]); 32] = [
    ("asm", &["assembly", "nasm", "x86asm"]),
    (
        "bash",
        &["sh", "shell", "zsh", "console", "shellscript", "shell-session", "sh-session", "ksh", "terminal"],
    ),
    ("batch", &["bat", "cmd", "dosbatch"]),
    ("cmake", &["cmakelists"]),
    ("cpp", &["c++", "cc", "cxx", "hpp", "hxx", "cplusplus"]),
    ("csharp", &["c#", "cs", "dotnet"]),
    ("css", &["css3"]),
    ("diff", &["patch", "udiff"]),
    ("dockerfile", &["docker", "containerfile"]),
    ("elisp", &["emacs-lisp", "el"]),
    ("fsharp", &["f#", "fs"]),
    ("go", &["golang"]),
    ("haskell", &["hs"]),
    ("html", &["htm", "html5", "xhtml"]),
    ("ini", &["cfg", "dosini"]),
    ("js", &["javascript", "node", "nodejs", "mjs", "cjs", "ecmascript"]),
    ("json", &["jsonc", "json5"]),
    ("jsx", &["react"]),
    ("kotlin", &["kt", "kts"]),
    ("latex", &["tex"]),
    ("make", &["makefile", "mk", "gnumake"]),
    ("markdown", &["md", "mdx"]),
    ("objective-c", &["objc", "objectivec", "obj-c"]),
    ("powershell", &["ps1", "pwsh", "ps"]),
    ("protobuf", &["proto", "proto3"]),
    ("python", &["py", "python3", "py3", "python2", "ipython", "ipython3", "pycon"]),
    ("ruby", &["rb"]),
    ("rust", &["rs"]),
    ("sql", &["mysql", "postgresql", "pgsql", "plsql", "sqlite", "tsql"]),
    ("text", &["txt", "plain", "plaintext"]),
    ("ts", &["typescript", "mts", "cts"]),
    ("yaml", &["yml"]),
];

/// The usual short name of a language, in lower case: `python` for `Py`.
pub(crate) fn canonical(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let known = ALIASES.iter().find(|(_, aliases)| aliases.contains(&name.as_str()));
    known.map_or(name, |(short, _)| (*short).to_owned())
}

/// The language that an info string names: `python title="x"`, `{.python .numberLines}`, `{python}`,
/// `js{1,3}`, `rust,ignore`.
pub(super) fn of_info(info: &str) -> Option<String> {
    let braced = info.strip_prefix('{').map(|inner| inner.trim_start_matches([' ', '.', '=']));
    let words = braced.unwrap_or(info);
    let end = words.find(|char: char| char.is_whitespace() || "{},:;=\"'()[]".contains(char));
    let (name, rest) = words.split_at(end.unwrap_or(words.len()));
    let name = name.trim_start_matches('.');
    let is_name = name.starts_with(char::is_alphanumeric) && !rest.starts_with('=');
    is_name.then(|| canonical(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_have_one_name() {
        assert_eq!(
            ["Py", "shell", "c++", "JavaScript", "brainfuck"].map(canonical),
            ["python", "bash", "cpp", "js", "brainfuck"]
        );
    }

    #[test]
    fn canonical_names_stay() {
        for (short, aliases) in ALIASES {
            assert_eq!(canonical(short), short);
            assert!(aliases.iter().all(|alias| canonical(alias) == short), "{short}");
        }
    }

    #[test]
    fn info_strings_name_languages() {
        let language = |info| of_info(info).unwrap_or_default();
        assert_eq!(language("python title=\"x\""), "python");
        assert_eq!(language("{.py .numberLines}"), "python");
        assert_eq!(language("{python}"), "python");
        assert_eq!(language("{r, echo=FALSE}"), "r");
        assert_eq!(language("js{1,3}"), "js");
        assert_eq!(language("rust,ignore"), "rust");
        assert_eq!(language("c++ linenums"), "cpp");
        assert_eq!(language("..伪代码"), "伪代码");
        assert_eq!(language(".a=b"), "");
        assert_eq!(["", "{}", "{#id}", "title=\"x\"", "\"x\""].map(of_info), [const { None }; 5]);
    }
}
