//! What a program writes, read up to a limit and no longer than the program runs.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::process::ExitStatus;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, ReadBuf};
use tokio::process::Child;
use zeroize::Zeroizing;

/// The most that an answer may hold. Keys take a few kilobytes.
const MOST_OF_ANSWER: usize = 1 << 20;

/// How much of standard error is kept.
const MOST_OF_COMPLAINT: usize = 16 << 10;

/// How much is read at once.
const CHUNK: usize = 8 << 10;

/// How long the end of the output is waited for once the program has ended: a child that it has left
/// behind may keep it open for good.
const GRACE: Duration = Duration::from_millis(500);

/// What a program came to.
pub(super) struct Output {
    pub(super) status: ExitStatus,
    pub(super) answer: Zeroizing<Vec<u8>>,
    pub(super) complaint: Zeroizing<Vec<u8>>,
}

/// Waits for a program and reads what it writes. The reason of a failure continues a sentence that
/// names the program.
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
            waited.map(|it| it.map_err(|error| format!("cannot be waited for: {error}")))
        })
        .await?
    };
    // What the program wrote last may not have been reported yet.
    let rest = poll_fn(|context| {
        answer.read(context);
        complaint.read(context);
        let is_read = answer.source.is_none() && complaint.source.is_none();
        if is_read || answer.is_over || is_whole(&answer.bytes) { Poll::Ready(()) } else { Poll::Pending }
    });
    // Nothing follows where the time is up: what was read is all there is.
    let _ = tokio::time::timeout(GRACE, rest).await;
    if answer.is_over {
        return Err(too_much());
    }
    Ok(Output { status, answer: answer.bytes, complaint: complaint.bytes })
}

/// One output of a program.
struct Pipe<R> {
    /// nothing at its end
    source: Option<R>,
    bytes: Zeroizing<Vec<u8>>,
    most: usize,
    /// whether there was more
    is_over: bool,
}

impl<R: AsyncRead + Unpin> Pipe<R> {
    fn new(source: Option<R>, most: usize) -> Self {
        // Room enough for keys, so that growing leaves no copy of them behind.
        Self { source, bytes: Zeroizing::new(Vec::with_capacity(2 * CHUNK)), most, is_over: false }
    }

    /// Reads what is there, and asks to be called again once there is more.
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
                // Its end, or a pipe that broke: either way nothing follows.
                Poll::Ready(_) => self.source = None,
            }
        }
    }
}
