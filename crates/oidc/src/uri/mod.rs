//! As much of a URI (RFC 3986) as the protocol compares: scheme, authority, path, query. Strict, ASCII, no guessing.

#[cfg(test)]
mod tests;

use std::fmt;

/// An absolute hierarchical URI in its parts, borrowed from the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uri<'a> {
    /// Without `:`.
    pub scheme: &'a str,
    /// Before `@`, if there is one.
    pub userinfo: Option<&'a str>,
    /// Name or address; an IPv6 address with its brackets.
    pub host: &'a str,
    /// The port as written.
    pub port: Option<u16>,
    /// From the first slash.
    pub path: &'a str,
    /// After `?`.
    pub query: Option<&'a str>,
    /// After `#`.
    pub fragment: Option<&'a str>,
}

impl<'a> Uri<'a> {
    /// `scheme://authority/path?query#fragment`; `None` if it is not that, or holds characters that no URI has.
    pub fn parse(text: &'a str) -> Option<Self> {
        let allowed = |byte: u8| byte.is_ascii_graphic() && !br#""<>\^`{|}"#.contains(&byte);
        if !text.bytes().all(allowed) || !escapes_are_whole(text) {
            return None;
        }
        let (scheme, rest) = text.split_once("://")?;
        let mut letters = scheme.bytes();
        let starts = letters
            .next()
            .is_some_and(|byte| byte.is_ascii_alphabetic());
        if !starts || !letters.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)) {
            return None;
        }
        let (rest, fragment) = split(rest, '#');
        let (rest, query) = split(rest, '?');
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (userinfo, address) = match authority.rsplit_once('@') {
            Some((user, address)) => (Some(user), address),
            None => (None, authority),
        };
        let (host, port) = host_and_port(address)?;
        Some(Self {
            scheme,
            userinfo,
            host,
            port,
            path,
            query,
            fragment,
        })
    }

    /// Whether the host is a loopback address as RFC 8252 §7.3 wants it: a literal, never the name `localhost`.
    pub fn is_loopback(&self) -> bool {
        matches!(self.host, "127.0.0.1" | "[::1]")
    }

    /// The port in effect: a default port is the same as none (RFC 3986 §6.2.3).
    fn effective_port(&self) -> Option<u16> {
        let default = if self.scheme.eq_ignore_ascii_case("https") {
            443
        } else {
            80
        };
        self.port.filter(|port| *port != default)
    }

    /// Scheme, host, port and path in the normal form of RFC 3986 §6.2.2 and §6.2.3; query and fragment left out.
    pub fn normal(&self) -> String {
        let port = self.effective_port().map(|port| format!(":{port}"));
        let path = if self.path.is_empty() { "/" } else { self.path };
        format!(
            "{}://{}{}{}",
            self.scheme.to_ascii_lowercase(),
            self.host.to_ascii_lowercase(),
            port.unwrap_or_default(),
            normal_escapes(path),
        )
    }

    /// `host` and port in effect, in lower case: the sector of a redirect URI.
    pub fn origin(&self) -> String {
        let port = self.effective_port().map(|port| format!(":{port}"));
        format!(
            "{}://{}{}",
            self.scheme.to_ascii_lowercase(),
            self.host.to_ascii_lowercase(),
            port.unwrap_or_default()
        )
    }
}

impl fmt::Display for Uri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.normal())
    }
}

/// The URI with these parameters added to its query, keeping what is there (RFC 6749 §3.1.2, §4.1.2).
pub fn with_query<'a>(uri: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let added = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    let joint = match uri.split_once('?') {
        _ if added.is_empty() => "",
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{uri}{joint}{added}")
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    match text.split_once(at) {
        Some((head, tail)) => (head, Some(tail)),
        None => (text, None),
    }
}

fn host_and_port(address: &str) -> Option<(&str, Option<u16>)> {
    let end = match address.strip_prefix('[') {
        Some(inner) => inner.find(']')? + 2,
        None => address.find(':').unwrap_or(address.len()),
    };
    let (host, port) = address.split_at_checked(end)?;
    let named = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%*".contains(&byte);
    let good = match host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
    {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => !host.is_empty() && host.bytes().all(named),
    };
    if !good {
        return None;
    }
    match port.strip_prefix(':') {
        None if port.is_empty() => Some((host, None)),
        Some("") => Some((host, None)),
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some((host, Some(digits.parse().ok()?)))
        }
        None | Some(_) => None,
    }
}

fn escapes_are_whole(text: &str) -> bool {
    text.split('%')
        .skip(1)
        .all(|rest| rest.len() >= 2 && rest.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()))
}

/// Escapes in upper case; escaped letters, digits and `-._~` as themselves (RFC 3986 §6.2.2.1, §6.2.2.2).
fn normal_escapes(path: &str) -> String {
    let mut parts = path.split('%');
    let mut normal = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        match u8::from_str_radix(digits, 16) {
            Ok(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                normal.push(char::from(byte));
            }
            _ => normal.push_str(&format!("%{}", digits.to_ascii_uppercase())),
        }
        normal.push_str(rest);
    }
    normal
}
