//! Requests as command lines of curl, which signs them itself with the keys in the environment.

use aws_smithy_types::base64;

use super::secrets::Piece;
use super::{Body, Shown};
use crate::failure::Failure;

/// What to do if a request cannot be written as a command line.
const OTHER_FORMAT: &str = "Use --print-request text or json.";

/// The hash of a body that is not part of the signature.
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// Header fields that curl or the signature adds, or that are about this client or attempt.
const LEFT_OUT: &[&str] =
    &["authorization", "x-amz-date", "x-amz-security-token", "user-agent", "amz-sdk-request", "amz-sdk-invocation-id"];

/// Header fields of bodies in chunks, as which curl does not send them.
const OF_CHUNKS: &[&str] = &["x-amz-trailer", "x-amz-decoded-content-length"];

impl Shown<'_> {
    /// The request as a command line of curl. Keys and other secrets are environment variables, without which the shell
    /// refuses to run the line.
    pub(super) fn curl(&self) -> Result<String, Failure> {
        let method = self.request.method;
        let mut words = vec!["curl".to_owned()];
        match (method, self.body()) {
            ("GET", Body::Empty) => {}
            ("HEAD", Body::Empty) => words.push("--head".to_owned()),
            _ => words.push(format!("--request {method}")),
        }
        let url = self.url();
        if url.contains("/./") || url.contains("/../") || url.ends_with("/.") || url.ends_with("/..") {
            words.push("--path-as-is".to_owned());
        }
        words.push(self.quoted(&url));
        self.authentication(&mut words)?;
        self.headers(&mut words)?;
        let mut before = match self.secrets.is_empty() {
            true => String::new(),
            false => "# Set the variables to the secrets, encoded as their places in the request require.\n".to_owned(),
        };
        match self.body() {
            Body::Empty if matches!(method, "POST" | "PUT" | "PATCH") => words.push("--data-raw ''".to_owned()),
            Body::Empty => {}
            Body::Text(text) => words.push(format!("--data-raw {}", self.quoted(text))),
            Body::Bytes(bytes) => {
                before += &format!("printf %s {} | base64 -d | ", self.quoted(&base64::encode(bytes)));
                words.push("--data-binary @-".to_owned());
            }
            Body::Stream(_) => {
                let file = self.file.map_or_else(|| "\"${FILE:?}\"".to_owned(), |path| self.quoted(path));
                words.push(format!("--upload-file {file}"));
            }
            Body::Events => {
                return Err(Failure::Param(format!("curl cannot send a stream of events. {OTHER_FORMAT}")));
            }
        }
        Ok(format!("{before}{}\n", words.join(" \\\n    ")))
    }

    /// Adds the header fields.
    fn headers(&self, words: &mut Vec<String>) -> Result<(), Failure> {
        let is_stream = matches!(self.body(), Body::Stream(_));
        let has_checksum = self.request.headers.iter().any(|(name, _)| name.starts_with("x-amz-checksum-"));
        let has_secrets = match self.body() {
            Body::Text(text) => self.secrets.are_in(text),
            Body::Bytes(bytes) if self.secrets.are_in(&String::from_utf8_lossy(bytes)) => {
                let message = "A shell cannot put secrets into a binary body.";
                return Err(Failure::Param(format!("{message} {OTHER_FORMAT}")));
            }
            _ => false,
        };
        for (name, value) in self.request.headers.iter() {
            let lower = name.to_ascii_lowercase();
            let lower = lower.as_str();
            // Markers stand for secrets of the input; others have no variable yet.
            if self.request.headers.is_secret(name) && !self.secrets.are_in(value) && !LEFT_OUT.contains(&lower) {
                let variable = lower.replace('-', "_").to_ascii_uppercase();
                words.push(format!("--header \"{lower}: ${{{variable}:?}}\""));
                continue;
            }
            let is_checksum = lower == "content-md5" || lower.starts_with("x-amz-checksum-");
            let value = match lower {
                _ if LEFT_OUT.contains(&lower) => continue,
                _ if is_stream && OF_CHUNKS.contains(&lower) || has_secrets && is_checksum => continue,
                "x-amz-sdk-checksum-algorithm" if has_secrets || !has_checksum => continue,
                "x-amz-content-sha256" if is_stream => UNSIGNED,
                // With a secret that is not there yet, it is another hash.
                "x-amz-content-sha256" if has_secrets => continue,
                "content-encoding" if is_stream => {
                    match value.strip_suffix("aws-chunked").map(|it| it.trim_end_matches(',')) {
                        Some("") => continue,
                        Some(other) => other,
                        None => value,
                    }
                }
                _ => value,
            };
            // curl removes a field whose value is empty, unless a semicolon takes the place of the colon.
            let field = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
            words.push(format!("--header {}", self.quoted(&field)));
        }
        Ok(())
    }

    /// Adds what authenticates the request.
    fn authentication(&self, words: &mut Vec<String>) -> Result<(), Failure> {
        let headers = &self.request.headers;
        let authorization = headers.get("authorization").unwrap_or_default();
        if authorization.starts_with("AWS4-ECDSA") {
            return Err(Failure::Param(format!("curl cannot sign for several regions. {OTHER_FORMAT}")));
        }
        let scope = authorization.split_once("Credential=").and_then(|(_, it)| it.split_once(','));
        let mut scope = scope.map(|(it, _)| it).unwrap_or_default().rsplit('/');
        match (scope.next(), scope.next(), scope.next()) {
            (Some("aws4_request"), Some(service), Some(region)) => {
                words.push(format!("--aws-sigv4 {}", self.quoted(&format!("aws:amz:{region}:{service}"))));
                words.push("--user \"${AWS_ACCESS_KEY_ID:?}:${AWS_SECRET_ACCESS_KEY:?}\"".to_owned());
                if headers.get("x-amz-security-token").is_some() {
                    words.push("--header \"x-amz-security-token: ${AWS_SESSION_TOKEN:?}\"".to_owned());
                }
            }
            _ if authorization.starts_with("Bearer ") => {
                words.push("--header \"authorization: Bearer ${BEARER_TOKEN:?}\"".to_owned());
            }
            _ if !authorization.is_empty() => {
                words.push("--header \"authorization: ${AUTHORIZATION:?}\"".to_owned());
            }
            _ => {}
        }
        Ok(())
    }

    /// Quotes a word for a shell, with variables in place of markers.
    fn quoted(&self, text: &str) -> String {
        let quoted = |piece: &Piece<'_>| match piece {
            Piece::Plain(text) => format!("'{}'", text.replace('\'', "'\\''")),
            Piece::Secret(name) => format!("\"${{{name}:?}}\""),
        };
        match self.secrets.pieces(text) {
            pieces if pieces.is_empty() => "''".to_owned(),
            pieces => pieces.iter().map(quoted).collect(),
        }
    }
}
