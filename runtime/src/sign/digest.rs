//! HTTP digest authentication (RFC 7616).

use std::fmt::Write;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::checksum::sha::Sha;
use crate::config::Login;
use crate::http::HttpRequest;
use crate::message::Headers;

/// A challenge of a server.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Challenge {
    realm: String,
    nonce: String,
    opaque: Option<String>,
    /// The name as the server wrote it; responses repeat it.
    algorithm: Option<String>,
    kind: Kind,
    is_session: bool,
    quality: Quality,
    is_user_hashed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Md5,
    Sha256,
    Sha512,
}

/// The quality of protection.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quality {
    /// That of RFC 2069, which later servers do not offer.
    Old,
    Auth,
    /// The response covers the body too.
    AuthInt,
}

impl Kind {
    fn hash(self, bytes: &[u8]) -> String {
        let mut sha = match self {
            Self::Md5 => return format!("{:x}", md5::compute(bytes)),
            Self::Sha256 => Sha::sha256(),
            Self::Sha512 => Sha::sha512_256(),
        };
        sha.update(bytes);
        sha.finish().as_ref().iter().fold(String::new(), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

impl Challenge {
    /// The first challenge that this client can respond to. Servers list them in order of preference.
    pub(crate) fn of(headers: &Headers) -> Option<Self> {
        let fields = headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("www-authenticate"));
        fields.flat_map(|(_, value)| challenges(value)).find_map(|it| Self::read(&it))
    }

    /// Reads the parameters of a challenge.
    fn read(parameters: &[(String, String)]) -> Option<Self> {
        let find = |name: &str| parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        let algorithm = find("algorithm");
        let name = algorithm.as_deref().unwrap_or("MD5").to_ascii_uppercase();
        let (name, is_session) = name.strip_suffix("-SESS").map_or((&*name, false), |it| (it, true));
        let kind = match name {
            "MD5" => Kind::Md5,
            "SHA-256" => Kind::Sha256,
            "SHA-512-256" => Kind::Sha512,
            _ => return None,
        };
        let quality = match find("qop") {
            None => Quality::Old,
            Some(offered) => {
                let is_offered = |name: &str| offered.split(',').any(|it| it.trim().eq_ignore_ascii_case(name));
                match () {
                    () if is_offered("auth") => Quality::Auth,
                    () if is_offered("auth-int") => Quality::AuthInt,
                    () => return None,
                }
            }
        };
        Some(Self {
            realm: find("realm")?,
            nonce: find("nonce")?,
            opaque: find("opaque"),
            algorithm,
            kind,
            is_session,
            quality,
            is_user_hashed: find("userhash").is_some_and(|it| it.eq_ignore_ascii_case("true")),
        })
    }

    /// The value of `authorization`. `count` is the number of responses to this challenge, with this one.
    pub(crate) fn respond(&self, login: &Login, request: &HttpRequest, count: u32, client_nonce: &str) -> String {
        let Self { realm, nonce, kind, .. } = self;
        let target = target(&request.url);
        let mut secret = kind.hash(&zeroize::Zeroizing::new(
            [login.user.as_bytes(), b":", realm.as_bytes(), b":", login.password.as_bytes()].concat(),
        ));
        if self.is_session {
            secret = kind.hash(format!("{secret}:{nonce}:{client_nonce}").as_bytes());
        }
        let mut subject = format!("{}:{target}", request.method);
        if self.quality == Quality::AuthInt {
            let body = kind.hash(request.body.bytes().unwrap_or_default());
            let _ = write!(subject, ":{body}");
        }
        let subject = kind.hash(subject.as_bytes());
        let quality = match self.quality {
            Quality::Old => None,
            Quality::Auth => Some("auth"),
            Quality::AuthInt => Some("auth-int"),
        };
        let signed = match quality {
            None => format!("{secret}:{nonce}:{subject}"),
            Some(name) => format!("{secret}:{nonce}:{count:08x}:{client_nonce}:{name}:{subject}"),
        };
        let mut value = format!("Digest {}", self.user(&login.user));
        let mut add = |name: &str, text: &str| {
            let _ = write!(value, ", {name}=\"{}\"", escaped(text));
        };
        add("realm", realm);
        add("nonce", nonce);
        add("uri", target);
        add("response", &kind.hash(signed.as_bytes()));
        if let Some(opaque) = &self.opaque {
            add("opaque", opaque);
        }
        if quality.is_some() || self.is_session {
            add("cnonce", client_nonce);
        }
        if let Some(algorithm) = &self.algorithm {
            let _ = write!(value, ", algorithm={algorithm}");
        }
        if let Some(name) = quality {
            let _ = write!(value, ", qop={name}, nc={count:08x}");
        }
        if self.is_user_hashed {
            value.push_str(", userhash=true");
        }
        value
    }

    /// The parameter with the user name.
    fn user(&self, name: &str) -> String {
        match () {
            () if self.is_user_hashed => {
                format!("username=\"{}\"", self.kind.hash(format!("{name}:{}", self.realm).as_bytes()))
            }
            () if name.bytes().all(|it| it.is_ascii_graphic() || it == b' ') => {
                format!("username=\"{}\"", escaped(name))
            }
            () => format!("username*=UTF-8''{}", utf8_percent_encode(name, NON_ALPHANUMERIC)),
        }
    }
}

/// The path and query of a URL.
fn target(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("/", |start| &rest[start..])
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// The parameters of each digest challenge of a header field, by their names in lower case. A field may have several
/// challenges, also of other schemes.
fn challenges(field: &str) -> Vec<Vec<(String, String)>> {
    let mut found: Vec<(bool, Vec<(String, String)>)> = Vec::new();
    for item in items(field) {
        let (name, value) = item.split_once('=').unwrap_or((item, ""));
        let name = match name.trim().rsplit_once(' ') {
            Some((scheme, name)) => {
                found.push((scheme.trim().eq_ignore_ascii_case("digest"), Vec::new()));
                name
            }
            // A scheme without parameters.
            None if value.is_empty() => {
                found.push((false, Vec::new()));
                continue;
            }
            None => name.trim(),
        };
        if let Some((_, parameters)) = found.last_mut() {
            parameters.push((name.to_ascii_lowercase(), unquoted(value.trim())));
        }
    }
    found.into_iter().filter(|(is_digest, _)| *is_digest).map(|(_, parameters)| parameters).collect()
}

/// The parts of a header field between commas that are not in quotes.
fn items(field: &str) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let is_comma = move |c: char| {
        let was_escaped = is_escaped;
        is_escaped = is_quoted && c == '\\' && !was_escaped;
        if c == '"' && !was_escaped {
            is_quoted = !is_quoted;
        }
        c == ',' && !is_quoted
    };
    field.split(is_comma).map(str::trim).filter(|it| !it.is_empty())
}

fn unquoted(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"').map(|it| it.strip_suffix('"').unwrap_or(it)) else {
        return value.to_owned();
    };
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        text.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Challenge, challenges};
    use crate::config::Login;
    use crate::http::HttpRequest;
    use crate::message::Headers;

    fn respond(challenge: &str, client_nonce: &str) -> Option<String> {
        let mut headers = Headers::default();
        headers.append("WWW-Authenticate", challenge);
        let login = Login { user: "Mufasa".to_owned(), password: "Circle of Life".to_owned().into() };
        let request = HttpRequest::new("GET", "http://www.example.org/dir/index.html".to_owned(), Vec::new());
        Some(Challenge::of(&headers)?.respond(&login, &request, 1, client_nonce))
    }

    /// The examples of RFC 7616, section 3.9.1, which give a challenge for each of two algorithms.
    #[test]
    fn the_examples_of_the_specification() {
        let challenge = |algorithm: &str| {
            format!(
                "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm={algorithm}, \
                 nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", \
                 opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""
            )
        };
        let client_nonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        let cases = [
            ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
            ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
        ];
        for (algorithm, expected) in cases {
            let response = respond(&challenge(algorithm), client_nonce).unwrap();
            assert_eq!(
                response,
                format!(
                    "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", \
                     nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", uri=\"/dir/index.html\", \
                     response=\"{expected}\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\", \
                     cnonce=\"{client_nonce}\", algorithm={algorithm}, qop=auth, nc=00000001"
                )
            );
        }
    }

    #[test]
    fn a_field_may_have_several_challenges() {
        let both = "Basic realm=\"a, b\", Negotiate, digest Realm=\"x\\\"y\", nonce=n, stale=FALSE, Digest nonce=\"m\"";
        let found = challenges(both);
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            found,
            [vec![pair("realm", "x\"y"), pair("nonce", "n"), pair("stale", "FALSE")], vec![pair("nonce", "m")]]
        );
        assert!(respond("Digest realm=\"a\", nonce=\"b\", algorithm=SHA-3", "c").is_none());
        assert!(respond("Digest realm=\"a\", nonce=\"b\", qop=\"other\"", "c").is_none());
        assert!(respond("Digest realm=\"a\"", "c").is_none());
        assert!(respond("Basic realm=\"a\"", "c").is_none());
        let old = respond("Digest realm=\"a\", nonce=\"b\"", "c").unwrap();
        assert!(!old.contains("qop") && !old.contains("cnonce") && !old.contains("algorithm"), "{old}");
    }
}
