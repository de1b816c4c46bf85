//! The shape of the configuration as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use crate::config::{Config, ShownSetting};
use crate::printer::json::values::{VERSION, lossy};

/// Every setting, as `notes config --json` prints them.
#[derive(JsonSchema, Serialize)]
pub(super) struct ConfigDocument<'a> {
    version: u32,
    settings: Vec<Setting<'a>>,
    /// The notebooks that the user has named.
    notebooks: Vec<Notebook<'a>>,
    /// The user's own file, whether it is there or not.
    user_file: Option<String>,
}

/// A setting as it was decided.
#[derive(JsonSchema, Serialize)]
struct Setting<'a> {
    name: &'a str,
    value: &'a str,
    /// Where it came from: an option, a variable, `file:line`, `default`.
    from: &'a str,
}

/// A notebook that has a name.
#[derive(JsonSchema, Serialize)]
struct Notebook<'a> {
    name: &'a str,
    /// Its folder as written.
    root: String,
}

impl<'a> ConfigDocument<'a> {
    pub(super) fn of(settings: &'a [ShownSetting], config: &'a Config) -> ConfigDocument<'a> {
        let notebooks = config.notebooks.iter();
        let settings =
            settings.iter().map(|ShownSetting { name, value, from }| Setting { name, value, from });
        ConfigDocument {
            version: VERSION,
            settings: settings.collect(),
            notebooks: notebooks.map(|(name, root)| Notebook { name, root: lossy(&root.value) }).collect(),
            user_file: config.user_file.as_deref().map(lossy),
        }
    }
}
