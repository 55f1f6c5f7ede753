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

/// Head and body of the first request, and what follows it.
fn whole(read: &[u8]) -> Option<(String, Vec<u8>)> {
    let text = std::str::from_utf8(read).ok()?;
    let (head, after) = text.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse::<usize>().ok())?
    })?;
    let body = after.get(..length)?;
    Some((format!("{head}\n{body}"), after.get(length..)?.into()))
}

/// Six digits to whom the message goes.
fn deliver(request: &str, peer: &Peer) {
    let runs = || request.split(|c: char| !c.is_ascii_digit());
    let phone = runs().find_map(|run| run.strip_prefix("84").filter(|rest| rest.len() == 9));
    let code = runs().rfind(|run| run.len() == 6);
    if let (Some(phone), Some(code)) = (phone, code) {
        let waiting = peer.waiting.borrow_mut().remove(&format!("0{phone}"));
        if let Some(waiting) = waiting {
            waiting.send(code.to_owned()).ok();
        }
    }
}
