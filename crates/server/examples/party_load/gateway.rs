//! The gateway of text messages: whoever waits gets the code of his message.

use std::rc::Rc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::Failure;
use crate::peer::Peer;

/// Where our server was told to send messages.
const ADDRESS: &str = "127.0.0.1:9998";

pub(crate) async fn listen(peer: Rc<Peer>) -> Result<(), Failure> {
    let listener = TcpListener::bind(ADDRESS).await?;
    tokio::task::spawn_local(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::task::spawn_local(serve(stream, peer.clone()));
        }
    });
    Ok(())
}

/// Requests of one connection: form fields with number and text.
async fn serve(mut stream: TcpStream, peer: Rc<Peer>) {
    let mut read = Vec::new();
    while let Ok(count) = stream.read_buf(&mut read).await {
        if count == 0 {
            return;
        }
        while let Some((request, rest)) = whole(&read) {
            read = rest;
            deliver(&request, &peer);
            let answer = b"HTTP/1.1 202 Accepted\r\ncontent-length: 2\r\n\r\nOK";
            if stream.write_all(answer).await.is_err() {
                return;
            }
        }
    }
}

/// The body of the first request, and what follows it.
fn whole(read: &[u8]) -> Option<(String, Vec<u8>)> {
    let text = std::str::from_utf8(read).ok()?;
    let (head, after) = text.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse::<usize>().ok())?
    })?;
    Some((after.get(..length)?.to_owned(), after.get(length..)?.into()))
}

/// A field of a form, as it came.
fn field<'a>(form: &'a str, name: &str) -> Option<&'a str> {
    let mut pairs = form.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find_map(|(own, value)| (own == name).then_some(value))
}

/// Six digits to whom the message goes.
#[expect(clippy::print_stderr, reason = "whoever started it reads this")]
fn deliver(form: &str, peer: &Peer) {
    let phone = field(form, "to").and_then(|to| to.strip_prefix("%2B84"));
    let runs = field(form, "text").map(|text| text.split(|c: char| !c.is_ascii_digit()));
    let code = runs.and_then(|mut runs| runs.find(|run| run.len() == 6));
    let waiting = phone.filter(|_| code.is_some());
    let waiting = waiting.and_then(|phone| peer.waiting.borrow_mut().remove(&format!("0{phone}")));
    match (waiting, code) {
        (Some(waiting), Some(code)) => {
            waiting.send(code.to_owned()).ok();
        }
        (None, Some(_)) => eprintln!("a code for nobody who waits: {form}"),
        // News of the sign-in itself, which has no code in it.
        (_, None) => {}
    }
}
