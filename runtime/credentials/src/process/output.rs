//! Reads the output of a program, up to a size limit and until the program ends.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::process::ExitStatus;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, ReadBuf};
use tokio::process::Child;
use zeroize::Zeroizing;

/// The maximum size of the output in bytes. Credentials take a few kilobytes.
const MOST_OF_ANSWER: usize = 1 << 20;

/// The maximum number of bytes kept of standard error.
const MOST_OF_COMPLAINT: usize = 16 << 10;

/// The number of bytes read at once.
const CHUNK: usize = 8 << 10;

/// How long to wait for the end of the output after the program has ended: a child process that it left behind may keep
/// the output open forever.
const GRACE: Duration = Duration::from_millis(500);

/// The result of running a program.
pub(super) struct Output {
    pub(super) status: ExitStatus,
    pub(super) answer: Zeroizing<Vec<u8>>,
    pub(super) complaint: Zeroizing<Vec<u8>>,
}

/// Waits for a program and reads its output. An error message continues a sentence that begins with the program's name.
pub(super) async fn of(child: &mut Child, is_whole: impl Fn(&[u8]) -> bool) -> Result<Output, String> {
    let mut answer = Pipe::new(child.stdout.take(), MOST_OF_ANSWER);
    let mut complaint = Pipe::new(child.stderr.take(), MOST_OF_COMPLAINT);
    let too_much = || format!("wrote more than {MOST_OF_ANSWER} bytes to standard output");
    let status = {
        let mut end = pin!(child.wait());
        poll_fn(|context| {
            answer.read(context);
            complaint.read(context);
            if answer.is_over {
                return Poll::Ready(Err(too_much()));
            }
            let waited = end.as_mut().poll(context);
            waited.map(|it| it.map_err(|error| format!("failed while it was running: {error}")))
        })
        .await?
    };
    // The last output of the program may not have been read yet.
    let rest = poll_fn(|context| {
        answer.read(context);
        complaint.read(context);
        let is_read = answer.source.is_none() && complaint.source.is_none();
        if is_read || answer.is_over || is_whole(&answer.bytes) { Poll::Ready(()) } else { Poll::Pending }
    });
    // After the time limit, the output so far is used.
    let _ = tokio::time::timeout(GRACE, rest).await;
    if answer.is_over {
        return Err(too_much());
    }
    Ok(Output { status, answer: answer.bytes, complaint: complaint.bytes })
}

/// One output stream of a program.
struct Pipe<R> {
    /// `None` at its end.
    source: Option<R>,
    bytes: Zeroizing<Vec<u8>>,
    most: usize,
    /// Whether there was more output than the limit.
    is_over: bool,
}

impl<R: AsyncRead + Unpin> Pipe<R> {
    fn new(source: Option<R>, most: usize) -> Self {
        // Enough capacity for credentials, so that growing leaves no copies of them behind.
        Self { source, bytes: Zeroizing::new(Vec::with_capacity(2 * CHUNK)), most, is_over: false }
    }

    /// Reads the available output, and registers to be woken up for more.
    fn read(&mut self, context: &mut Context<'_>) {
        let mut chunk = Zeroizing::new([0; CHUNK]);
        while let Some(source) = &mut self.source {
            let mut part = ReadBuf::new(chunk.as_mut_slice());
            match Pin::new(source).poll_read(context, &mut part) {
                Poll::Pending => return,
                Poll::Ready(Ok(())) if !part.filled().is_empty() => {
                    let room = self.most - self.bytes.len();
                    let filled = part.filled();
                    self.is_over |= filled.len() > room;
                    self.bytes.extend_from_slice(&filled[..filled.len().min(room)]);
                }
                // The end or a broken pipe: nothing follows.
                Poll::Ready(_) => self.source = None,
            }
        }
    }
}
