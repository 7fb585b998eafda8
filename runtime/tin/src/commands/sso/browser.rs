//! The user's side of a sign-in: the address to open, and the answer that the browser brings back.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use ring::rand::{SecureRandom as _, SystemRandom};
use tinsmith_cli::command::{Caller, Failure, print, reason};

use crate::commands::tokens::{encoded, url_safe};

/// The redirection address as it is registered. Services accept it with any port (RFC 8252).
pub(super) const REDIRECT_WITHOUT_PORT: &str = "http://127.0.0.1/oauth/callback";

/// How long the browser may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// How often the browser's connection is looked for.
const PAUSE: Duration = Duration::from_millis(100);

/// The maximum size of the browser's request in bytes.
const LARGEST: usize = 16 << 10;

const PAGE: &str =
    "<!doctype html><title>Signed in</title><p>You can close this window and return to the terminal.</p>";

/// Shows the address, and the code to enter there, and opens it.
pub(super) fn show(url: &str, code: Option<(&str, &str)>, opens: bool) -> Result<(), Failure> {
    let code_text = code.map(|(code, _)| format!("\nThen enter the code:\n\n{code}\n")).unwrap_or_default();
    if opens {
        print(&format!(
            "Attempting to automatically open the SSO authorization page in your default browser.\nIf the browser does \
             not open or you wish to use a different device to authorize this request, open the following URL:\n\n{url}\n\
             {code_text}"
        ))?;
        // A machine without a browser is no error: the user opens the address elsewhere.
        let _ = open::that_detached(code.map_or(url, |(_, complete)| complete));
        return Ok(());
    }
    let complete = code.map(|(_, complete)| {
        format!(
            "\nAlternatively, you may visit the following URL which will autofill the code upon loading:\n{complete}\n"
        )
    });
    print(&format!(
        "Browser will not be automatically opened.\nPlease visit the following URL:\n\n{url}\n{code_text}{}",
        complete.unwrap_or_default()
    ))
}

/// The error of a sign-in that took too long.
pub(super) fn expired() -> Failure {
    let message = "The pending authorization to retrieve an SSO token has expired. The login flow to retrieve an SSO token \
                   must be restarted.";
    Failure::General(message.to_owned())
}

/// A server on loopback to which the browser is redirected.
pub(super) struct Callback {
    listener: TcpListener,
    port: u16,
}

impl Callback {
    pub(super) fn listen() -> Result<Self, Failure> {
        let failed =
            |error| Failure::General(format!("failed to wait for the browser on loopback: {}", reason(&error)));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        Ok(Self { listener, port })
    }

    /// The address to which the browser is redirected.
    pub(super) fn redirect(&self) -> String {
        format!("http://127.0.0.1:{}/oauth/callback", self.port)
    }

    /// Waits for the authorization code.
    pub(super) fn wait(self, caller: &Caller, state: &str) -> Result<String, Failure> {
        let ends = Instant::now() + PATIENCE;
        while Instant::now() < ends {
            let Ok((stream, _)) = self.listener.accept() else {
                caller.pause(PAUSE)?;
                continue;
            };
            // Browsers also ask for icons, and open connections that they do not use.
            match answer(stream) {
                Some(Redirect::Code { code, state: found }) if found == state => return Ok(code),
                Some(Redirect::Code { .. }) => {
                    let message = "the browser returned from another sign-in: its state does not match";
                    return Err(Failure::General(message.to_owned()));
                }
                Some(Redirect::Error(error)) => {
                    return Err(Failure::General(format!("the sign-in was rejected: {error}")));
                }
                None => {}
            }
        }
        Err(expired())
    }
}

/// What the browser brings back.
#[derive(Debug, PartialEq, Eq)]
enum Redirect {
    Code { code: String, state: String },
    Error(String),
}

/// Reads the browser's request and answers it.
fn answer(mut stream: TcpStream) -> Option<Redirect> {
    stream.set_nonblocking(false).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let mut request = Vec::new();
    let mut buffer = [0; 1024];
    while !request.windows(4).any(|it| it == b"\r\n\r\n") && request.len() < LARGEST {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(read) => request.extend_from_slice(buffer.get(..read)?),
        }
    }
    let request = String::from_utf8_lossy(&request);
    let redirect = request.lines().next().and_then(redirected);
    let (status, body) = if redirect.is_some() { ("200 OK", PAGE) } else { ("404 Not Found", "") };
    let length = body.len();
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n\
         {body}"
    );
    redirect
}

/// The answer in the first line of a request.
fn redirected(line: &str) -> Option<Redirect> {
    let target = line.strip_prefix("GET ")?.split(' ').next()?;
    let (path, query) = target.split_once('?')?;
    if path != "/oauth/callback" {
        return None;
    }
    let get = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(it, _)| *it == name).map(|(_, value)| decoded(value))
    };
    if let Some(error) = get("error") {
        return Some(Redirect::Error(error.chars().filter(|it| !it.is_control()).take(200).collect()));
    }
    Some(Redirect::Code { code: get("code")?, state: get("state")? })
}

/// Decodes a value of a query.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = (*first == b'%').then(|| after.get(..2)).flatten();
        let hex = hex.and_then(|it| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok());
        match hex {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(if *first == b'+' { b' ' } else { *first });
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A URL with these parameters.
pub(super) fn with_query(url: &str, parameters: &[(&str, &str)]) -> String {
    let pairs: Vec<String> =
        parameters.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    format!("{url}?{}", pairs.join("&"))
}

/// 256 random bits as text.
pub(super) fn random() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    let failed = |_| Failure::General("the system has no random numbers".to_owned());
    SystemRandom::new().fill(&mut bytes).map_err(failed)?;
    Ok(url_safe(&bytes))
}

#[cfg(test)]
mod tests {
    use super::{Redirect, decoded, redirected, with_query};

    #[test]
    fn the_code_is_in_the_query() {
        let code = |code: &str, state: &str| Some(Redirect::Code { code: code.to_owned(), state: state.to_owned() });
        let line = |target: &str| redirected(&format!("GET {target} HTTP/1.1"));
        assert_eq!(line("/oauth/callback?code=a%2Fb&state=s"), code("a/b", "s"));
        assert_eq!(line("/oauth/callback?state=s&code=a&x=y"), code("a", "s"));
        assert_eq!(
            line("/oauth/callback?error=access_denied&state=s"),
            Some(Redirect::Error("access_denied".to_owned()))
        );
        for target in ["/favicon.ico", "/oauth/callback", "/oauth/callback?code=a", "/other?code=a&state=s"] {
            assert_eq!(line(target), None, "{target}");
        }
    }

    #[test]
    fn queries_are_encoded_and_decoded() {
        let url = with_query("http://h/authorize", &[("scopes", "a:b c"), ("x", "é")]);
        assert_eq!(url, "http://h/authorize?scopes=a%3Ab%20c&x=%C3%A9");
        assert_eq!(decoded("a%3Ab+c%20%C3%A9%zz%"), "a:b c é%zz%");
    }
}
