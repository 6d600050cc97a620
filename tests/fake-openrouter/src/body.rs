//! Replies and the ways their bytes reach the client: at once, in pieces, half and then never
//! again, or half and then a reset. It knows nothing of what the bytes say.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use hyper::header::CONTENT_TYPE;
use hyper::{Response, StatusCode};
use serde::Serialize;
use serde_json::Value;
use tokio::time::{Sleep, sleep};

use crate::state::InFlight;

const USUAL_LENGTH: usize = 4096;
const PIECES: usize = 10;
const PAUSE: Duration = Duration::from_millis(20);

/// How the bytes of a reply travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    Whole,
    /// In ten pieces, with pauses.
    Slow,
    /// Half of it, and the connection stays open.
    Stall,
    /// Not at all: not even the headers.
    Never,
    /// Half of it, and the connection is reset.
    Reset,
}

/// An answer to any route.
#[derive(Debug)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    bytes: Vec<u8>,
    delivery: Delivery,
}

/// The connection is to be reset.
#[derive(Debug, thiserror::Error)]
#[error("the connection is reset on purpose")]
pub(crate) struct Dropped;

impl Reply {
    pub(crate) fn new(status: u16, bytes: Vec<u8>) -> Self {
        Self { status, headers: Vec::new(), bytes, delivery: Delivery::Whole }
    }

    pub(crate) fn json(status: u16, body: &impl Serialize) -> Self {
        let mut bytes = Vec::with_capacity(USUAL_LENGTH);
        if let Err(unwritable) = serde_json::to_writer(&mut bytes, body) {
            return Self::new(500, unwritable.to_string().into_bytes())
                .header("content-type", "text/plain".to_owned());
        }
        Self::new(status, bytes).header("content-type", "application/json".to_owned())
    }

    #[must_use]
    pub(crate) fn header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    #[must_use]
    pub(crate) fn delivered(mut self, delivery: Delivery) -> Self {
        self.delivery = delivery;
        self
    }

    /// The JSON of its body.
    pub(crate) fn into_json(self) -> Option<Value> {
        serde_json::from_slice(&self.bytes).ok()
    }

    /// Whether the client is to wait for it in vain.
    pub(crate) fn never_begins(&self) -> bool {
        self.delivery == Delivery::Never
    }

    /// The HTTP response; a body that takes its time counts as in flight until it ends.
    pub(crate) fn into_response(self, in_flight: Option<InFlight>) -> Response<Pieces> {
        let in_flight = in_flight.filter(|_| self.delivery != Delivery::Whole);
        let mut response = Response::new(Pieces::new(self.bytes, self.delivery, in_flight));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or_default();
        for (name, value) in self.headers {
            if let Ok(value) = value.parse() {
                response.headers_mut().insert(name, value);
            }
        }
        debug_assert!(response.headers().contains_key(CONTENT_TYPE));
        response
    }
}

/// A body in pieces.
#[derive(Debug)]
pub(crate) struct Pieces {
    left: VecDeque<Bytes>,
    announced: u64,
    delivery: Delivery,
    pause: Option<Pin<Box<Sleep>>>,
    _in_flight: Option<InFlight>,
}

impl Pieces {
    fn new(bytes: Vec<u8>, delivery: Delivery, in_flight: Option<InFlight>) -> Self {
        let bytes = Bytes::from(bytes);
        let announced = bytes.len() as u64;
        let left = match delivery {
            Delivery::Whole => VecDeque::from([bytes]),
            Delivery::Slow => in_pieces(&bytes),
            Delivery::Never => VecDeque::new(),
            Delivery::Stall | Delivery::Reset => VecDeque::from([bytes.slice(..bytes.len() / 2)]),
        };
        Self { left, announced, delivery, pause: None, _in_flight: in_flight }
    }

    /// Ready when the pause after the last piece is over.
    fn rested(&mut self, context: &mut Context<'_>) -> bool {
        let over = self.pause.as_mut().is_none_or(|pause| pause.as_mut().poll(context).is_ready());
        if over {
            self.pause = None;
        }
        over
    }
}

fn in_pieces(bytes: &Bytes) -> VecDeque<Bytes> {
    let size = bytes.len().div_ceil(PIECES).max(1);
    (0..bytes.len()).step_by(size).map(|at| bytes.slice(at..(at + size).min(bytes.len()))).collect()
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = Dropped;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Dropped>>> {
        if !self.rested(context) {
            return Poll::Pending;
        }
        if let Some(piece) = self.left.pop_front() {
            if self.delivery != Delivery::Whole {
                self.pause = Some(Box::pin(sleep(PAUSE)));
            }
            return Poll::Ready(Some(Ok(Frame::data(piece))));
        }
        match self.delivery {
            Delivery::Whole | Delivery::Slow => Poll::Ready(None),
            Delivery::Stall | Delivery::Never => Poll::Pending,
            Delivery::Reset => Poll::Ready(Some(Err(Dropped))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty() && matches!(self.delivery, Delivery::Whole | Delivery::Slow)
    }

    /// The whole length, also where less will come, so that the loss can be seen.
    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.announced)
    }
}
