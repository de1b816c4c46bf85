//! The program as its users meet it: arguments in; output, remarks and exit code out.

mod client;
mod config;
mod contract;
mod damage;
mod docs;
mod doctor;
mod errors;
mod explain;
mod facets;
mod finder;
mod forget;
mod glossary;
mod help;
mod hostile;
mod hostile_clients;
mod index;
mod json;
mod kills;
mod large;
mod links;
mod lists;
mod private;
mod random;
mod roots;
mod sandbox;
mod search;
mod serve;
mod shells;
mod show;
mod similar;
mod surroundings;
#[cfg(target_os = "linux")]
mod terminal;
mod watch;
