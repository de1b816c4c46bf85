//! Arguments that are not understood yet: these may be wrong, or still be typed.

use std::convert::Infallible;
use std::ffi::OsString;

/// The commands whose words are a query.
const ASKING: [&str; 3] = ["search", "tasks", "why"];

/// The arguments, with a space before each word of a query that begins with dashes and a sign: `->` and `-=` are no options.
pub(crate) fn with_signs_as_words(mut args: Vec<OsString>) -> Vec<OsString> {
    let n_options = options(&args).count();
    let may_be_options = args.iter_mut().skip(1).take(n_options);
    may_be_options.skip_while(|arg| !ASKING.iter().any(|command| *arg == command)).for_each(|arg| {
        if arg.to_str().is_some_and(is_sign) {
            *arg = OsString::from(format!(" {}", arg.to_string_lossy()));
        }
    });
    args
}

/// A word of a query, without that space.
pub(crate) fn word(arg: &str) -> Result<String, Infallible> {
    Ok(arg.strip_prefix(' ').filter(|word| is_sign(word)).unwrap_or(arg).to_owned())
}

/// Whether a word begins with dashes, and goes on with what begins no option's name.
fn is_sign(word: &str) -> bool {
    let behind = word.trim_start_matches('-');
    let begins_sign = behind.starts_with(|c: char| !c.is_alphanumeric() && c != '?');
    behind.len() < word.len() && begins_sign
}

/// The arguments that may be options.
pub(crate) fn options(args: &[OsString]) -> impl Iterator<Item = &OsString> {
    args.iter().skip(1).take_while(|arg| *arg != "--")
}

/// What an option says, with its dashes: `--root notes` or `--root=notes`.
pub(crate) fn value_of<'a>(args: &'a [OsString], name: &str) -> Option<&'a str> {
    let mut args = options(args);
    while let Some(arg) = args.next() {
        match arg.to_str().and_then(|arg| arg.strip_prefix(name)) {
            Some("") => return args.next()?.to_str(),
            Some(value) if value.starts_with('=') => return Some(&value[1..]),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_behind_a_dash_is_no_option() {
        let words = |line: &str| {
            let args = with_signs_as_words(line.split(' ').map(OsString::from).collect());
            let stripped =
                |arg: &OsString| arg.to_str().and_then(|arg| arg.strip_prefix(' ')).map(str::to_owned);
            assert!(args.iter().flat_map(stripped).all(|sign| word(&format!(" {sign}")).unwrap() == sign));
            args.iter().filter_map(stripped).collect::<Vec<_>>()
        };
        assert_eq!(words("notes search -> a ->> -= --> --=3 -*"), ["->", "->>", "-=", "-->", "--=3", "-*"]);
        assert_eq!(words("notes -v tasks -[x] -- ->"), ["-[x]"]);
        assert_eq!(words("notes search - -n5 -0 --json -redis -缓存 -? --"), [""; 0]);
        assert_eq!(words("notes show ->"), [""; 0]);
        assert_eq!([" a", "a", " "].map(|arg| word(arg).unwrap()), [" a", "a", " "]);
    }

    #[test]
    fn an_option_is_found_wherever_it_stands() {
        let value = |line: &str| {
            let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            value_of(&args, "--root").map(str::to_owned)
        };
        assert_eq!(value("notes --root a search").as_deref(), Some("a"));
        assert_eq!(value("notes search --roots b --root=a").as_deref(), Some("a"));
        assert_eq!(value("notes search -- --root a"), None);
        assert_eq!(value("notes search --root"), None);
    }
}
