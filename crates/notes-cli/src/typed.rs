//! Options in arguments that are not understood yet: these may be wrong, or still be typed.

use std::ffi::OsString;

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
