//! The bridge from the analysis to tantivy: a tokenizer that only unpacks.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::analysis::unpack;

/// The name that the fields know the tokenizer by.
pub(in crate::engine) const NAME: &str = "packed";

/// Takes texts that the analysis packed.
#[derive(Clone, Default)]
pub(in crate::engine) struct PackedTokenizer {
    token: Token,
}

/// See [`PackedTokenizer`].
pub(in crate::engine) struct PackedTokens<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for PackedTokenizer {
    type TokenStream<'a> = PackedTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PackedTokens<'a> {
        self.token.reset();
        PackedTokens { rest: text, token: &mut self.token }
    }
}

impl TokenStream for PackedTokens<'_> {
    fn advance(&mut self) -> bool {
        let Some((position, text, tail)) = unpack(self.rest) else { return false };
        self.rest = tail;
        self.token.position = position as usize;
        self.token.text.clear();
        self.token.text.push_str(text);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
