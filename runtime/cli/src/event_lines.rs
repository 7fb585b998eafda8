//! Events to send: a JSON object a line, from a file or standard input, as they come.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::task::{Context, Poll, ready};

use tokio::sync::mpsc;

use super::value::Value;
use super::{files, json};
use tinsmith_runtime::shape::{EventStream, Outgoing, Sent, Union};

/// The number of lines that are read ahead.
const AHEAD: usize = 16;

/// Fills an event from its value, or says what is wrong with it.
pub(crate) type Fill = dyn Fn(&mut dyn Union, &Value) -> Result<(), String> + Send;

/// Opens a file, or standard input, whose lines are the events of a stream.
pub(crate) fn send(path: &str, place: &mut dyn EventStream, fill: Box<Fill>) -> Result<(), String> {
    let (name, source): (_, Box<dyn BufRead + Send>) = match path {
        super::streams::STANDARD => ("standard input".to_owned(), Box::new(BufReader::new(io::stdin()))),
        path => {
            let file =
                File::open(path).map_err(|error| format!("Unable to read file: {path}: {}", files::reason(&error)));
            (path.to_owned(), Box::new(BufReader::new(file?)))
        }
    };
    let (tell, lines) = mpsc::channel(AHEAD);
    // A thread, because events are received while the next line is awaited.
    std::thread::spawn(move || {
        for line in source.lines() {
            let is_last = line.is_err();
            if tell.blocking_send(line).is_err() || is_last {
                return;
            }
        }
    });
    let event = place.blank_event();
    place.put_outgoing(Box::new(Lines { lines, number: 0, name, event, fill, is_over: false }));
    Ok(())
}

/// The lines that are still to be sent.
struct Lines {
    lines: mpsc::Receiver<io::Result<String>>,
    number: usize,
    name: String,
    /// The event that is filled for each line.
    event: Box<dyn Union>,
    fill: Box<Fill>,
    is_over: bool,
}

impl Lines {
    /// Reads a line into the event. Returns false if it is blank.
    fn read(&mut self, line: io::Result<String>) -> Result<bool, String> {
        let line = line.map_err(|error| files::reason(&error))?;
        if line.trim().is_empty() {
            return Ok(false);
        }
        let value = json::parse(&line).map_err(|error| error.to_string())?;
        (self.fill)(&mut *self.event, &value)?;
        Ok(true)
    }
}

impl Outgoing for Lines {
    fn poll_next(&mut self, cx: &mut Context<'_>, write: &mut dyn FnMut(Sent<'_>)) -> Poll<bool> {
        while !self.is_over {
            let Some(line) = ready!(self.lines.poll_recv(cx)) else { break };
            self.number += 1;
            match self.read(line) {
                Ok(false) => continue,
                Ok(true) => write(Sent::Event(&*self.event)),
                Err(reason) => {
                    self.is_over = true;
                    write(Sent::Failed(&format!("line {} of {}: {reason}", self.number, self.name)));
                }
            }
            return Poll::Ready(true);
        }
        Poll::Ready(false)
    }
}
