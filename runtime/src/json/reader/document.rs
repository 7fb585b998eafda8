//! Reads documents, which have no schema.

use std::collections::HashMap;

use aws_smithy_types::{Document, Number};

use super::super::lexer::Token;
use super::super::{MistakeKind, scalars};
use super::{Reader, SyntaxError, outside};
use crate::path::Trail;
use crate::schema::Schema;

impl<'a> Reader<'a> {
    /// Reads a value of any type.
    #[inline]
    pub(super) fn document(
        &mut self,
        trail: &Trail<'_>,
        schema: &'static Schema,
        token: Token<'a>,
    ) -> Result<Document, SyntaxError> {
        Ok(match token {
            Token::Null => Document::Null,
            Token::Boolean(it) => Document::Bool(it),
            Token::String(it) => Document::String(it.into_owned()),
            Token::Number(digits) => Document::Number(scalars::document_number(digits).unwrap_or_else(|| {
                let found = self.found(trail, &Token::Number(digits));
                self.mistake(trail, MistakeKind::OutOfRange { expected: schema, found });
                Number::PosInt(0)
            })),
            Token::Array => {
                let mut elements = Vec::new();
                self.nested(trail, &token, |reader| {
                    while reader.lexer.element(elements.is_empty())? {
                        let token = reader.lexer.value()?;
                        reader.take(size_of::<Document>() + outside(&token))?;
                        elements.push(reader.document(trail, schema, token)?);
                    }
                    Ok(())
                })?;
                Document::Array(elements)
            }
            Token::Object => {
                let mut entries = HashMap::new();
                self.nested(trail, &token, |reader| {
                    while let Some(key) = reader.lexer.key(entries.is_empty())? {
                        let token = reader.lexer.value()?;
                        reader.take(size_of::<(String, Document)>() + key.len() + outside(&token))?;
                        let value = reader.document(trail, schema, token)?;
                        entries.insert(key.into_owned(), value);
                    }
                    Ok(())
                })?;
                Document::Object(entries)
            }
        })
    }
}
