//! The program as its users meet it: arguments in; output, remarks and exit code out.

mod damage;
mod doctor;
mod errors;
mod help;
mod index;
mod json;
mod kills;
mod random;
mod roots;
mod sandbox;
mod search;
mod watch;
