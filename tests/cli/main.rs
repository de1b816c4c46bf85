//! The program as its users meet it: arguments in; output, remarks and exit code out.

mod config;
mod contract;
mod damage;
mod docs;
mod doctor;
mod errors;
mod explain;
mod finder;
mod glossary;
mod help;
mod hostile;
mod index;
mod json;
mod kills;
mod large;
mod lists;
mod private;
mod random;
mod roots;
mod sandbox;
mod search;
mod serve;
mod shells;
mod show;
mod surroundings;
mod watch;
