//! HTML in one normal form: attributes sorted, white space collapsed, entities decoded.

pub fn normal(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((text, tail)) = rest.split_once('<') {
        push_text(text, &mut out);
        let (tag, after) = split_tag(tail);
        out.push_str(&normal_tag(tag));
        rest = after;
    }
    push_text(rest, &mut out);
    out
}

fn push_text(text: &str, out: &mut String) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    out.push_str(&decode(&text));
}

/// Up to the `>` that is not inside quotes.
fn split_tag(text: &str) -> (&str, &str) {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return (&text[..at], &text[at + 1..]),
            _ => {}
        }
    }
    (text, "")
}

fn normal_tag(tag: &str) -> String {
    let tag = tag.trim().trim_end_matches('/');
    let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let end = rest
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(rest.len());
        let (key, tail) = rest.split_at(end);
        let (value, tail) = match tail.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => ("", tail),
        };
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        attributes.push(format!(" {key}=\"{}\"", decode(&value)));
        rest = tail;
    }
    attributes.sort();
    format!("<{name}{}>", attributes.concat())
}

fn decode(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&ctdot;", "⋯")
        .replace("&amp;", "&")
}

#[test]
fn order_and_space_do_not_matter_but_words_do() {
    let one = normal("<p id=\"a\" class=\"x  y\" hidden>\n a  &quot;b\n</p>");
    let two = normal("<p class=\"x y\" hidden=\"\" id=\"a\">a \"b</p>");
    assert_eq!(one, two);
    assert_ne!(normal("<p>a</p>"), normal("<p>b</p>"));
    assert_ne!(normal("<p id=\"a\">a</p>"), normal("<p>a</p>"));
}
