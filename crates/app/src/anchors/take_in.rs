//! A certificate, a revocation list or a master list is taken in.

use chip::CertificateFlaw;
use chip::anchor::{Anchors, Authority, AuthorityFlaw, ListFlaw, MasterList, MasterListFlaw};
use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::Fault;
use store::anchor::{self, New, NewList};
use store::audit::NOBODY;
use store::{Audit, Entry, Tx};

use super::{accepted, authority, file, grace, grouped};
use crate::token::sha256;
use crate::{App, Cx, Result, entry_with};

/// What a manager takes in.
#[derive(Debug, Clone, Copy)]
pub struct TakeIn<'a> {
    /// The file.
    pub file: &'a [u8],
    /// SHA-256 of the certificate as its ministry handed it over by another way; of lists nothing, since
    /// an authority that is trusted has signed them.
    pub fingerprint: &'a str,
}

/// What was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    /// Authorities.
    pub authorities: usize,
    /// Revocation lists.
    pub lists: usize,
}

type Read<T> = std::result::Result<T, Fault>;

const fn fault(code: &'static str) -> Fault {
    Fault::new("file", code)
}

/// An object of a file, read.
enum Object {
    Authority(Box<Authority>),
    /// A list, and the one whose it is.
    List(Box<Authority>, Vec<u8>),
    Master(MasterList),
}

const fn certificate_flaw(flaw: &CertificateFlaw) -> &'static str {
    match flaw {
        CertificateFlaw::Der => "anchor-unreadable",
        CertificateFlaw::Weak(_) => "anchor-weak",
        CertificateFlaw::Critical(_)
        | CertificateFlaw::Extension(_)
        | CertificateFlaw::Repeated(_) => "anchor-extension",
        CertificateFlaw::TooLarge => "anchor-large",
        CertificateFlaw::Country => "anchor-no-country",
    }
}

const fn authority_flaw(flaw: &AuthorityFlaw) -> &'static str {
    match flaw {
        AuthorityFlaw::Certificate(flaw) => certificate_flaw(flaw),
        AuthorityFlaw::NoAuthority => "anchor-no-authority",
        AuthorityFlaw::Link => "anchor-link",
        AuthorityFlaw::WrongSignature => "anchor-signature",
    }
}

const fn list_flaw(flaw: &ListFlaw) -> &'static str {
    match flaw {
        ListFlaw::List(flaw) => certificate_flaw(flaw),
        ListFlaw::Issuer => "anchor-list-issuer",
        ListFlaw::WrongSignature => "anchor-list-signature",
        ListFlaw::NoEnd => "anchor-list-no-end",
        ListFlaw::Older => "anchor-list-older",
    }
}

const fn master_flaw(flaw: &MasterListFlaw) -> &'static str {
    match flaw {
        MasterListFlaw::TooLarge => "anchor-large",
        MasterListFlaw::Message(_) | MasterListFlaw::Coding(_) => "anchor-unreadable",
        MasterListFlaw::NotTrusted => "anchor-master-untrusted",
        MasterListFlaw::Signer | MasterListFlaw::Revocation(_) => "anchor-master-signer",
        MasterListFlaw::Signature(_) => "anchor-signature",
    }
}

/// What DER is: a certificate, a list of one of the trusted, a master list.
fn read(der: &[u8], cx: &Cx, trusted: &[Authority]) -> Read<Object> {
    match Authority::take_in(der) {
        Ok(authority) => return Ok(Object::Authority(Box::new(authority))),
        Err(AuthorityFlaw::Certificate(CertificateFlaw::Der)) => {}
        Err(flaw) => return Err(fault(authority_flaw(&flaw))),
    }
    let mut refused = None;
    for authority in trusted {
        let mut with = authority.clone();
        match with.take_in_list(der) {
            Ok(()) => return Ok(Object::List(Box::new(with), der.to_vec())),
            Err(ListFlaw::List(CertificateFlaw::Der)) => break,
            // It may be another one's: of all of them, what is said of the one that it names.
            Err(ListFlaw::Issuer) => refused = refused.or(Some(ListFlaw::Issuer)),
            Err(flaw) => refused = Some(flaw),
        }
    }
    if let Some(flaw) = refused {
        return Err(fault(list_flaw(&flaw)));
    }
    let anchors = Anchors::new(trusted.to_vec());
    MasterList::read(der, &anchors, (cx.now, grace()))
        .map(Object::Master)
        .map_err(|flaw| fault(master_flaw(&flaw)))
}

/// Whether a certificate is one that we want: of an accepted state, valid now.
fn wanted(authority: &Authority, cx: &Cx) -> Read<()> {
    let certificate = authority.certificate();
    let (from, to) = certificate.validity();
    match () {
        () if !accepted(certificate.country()) => {
            Err(fault("anchor-country").with("country", certificate.country()))
        }
        () if to < cx.now => Err(fault("anchor-expired")),
        () if cx.now < from => Err(fault("anchor-not-yet")),
        () => Ok(()),
    }
}

/// Whether the fingerprint typed is that of the certificate: no computation can say whether it is the
/// right one.
fn compared(authority: &Authority, typed: &str) -> Read<()> {
    let digits = |text: &str| -> String {
        let kept = text.chars().filter(char::is_ascii_alphanumeric);
        kept.map(|c| c.to_ascii_uppercase()).collect()
    };
    let typed = digits(typed);
    if typed.is_empty() {
        return Err(Fault::new("fingerprint", "anchor-fingerprint"));
    }
    if typed != digits(&grouped(&authority.certificate().fingerprint())) {
        return Err(Fault::new("fingerprint", "anchor-fingerprint-other"));
    }
    Ok(())
}

/// D59-14.2.a2: takes in what the file holds, on record; all of it or nothing.
pub async fn take_in(app: &App, cx: &Cx, command: &TakeIn<'_>) -> Result<Taken> {
    require(&cx.actor, Operation::ChangeAnchors)?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let objects = file::objects(command.file)?;
    let mut tx = app.db.begin().await?;
    let stored = anchor::all(&mut tx).await?;
    let current = stored.iter().filter(|a| a.withdrawn.is_none());
    let mut trusted: Vec<Authority> = current.map(authority).collect::<Result<_>>()?;
    let (mut taken, mut entries) = (Taken::default(), Vec::new());
    for der in &objects {
        match read(der, cx, &trusted)? {
            Object::Authority(one) => {
                wanted(&one, cx)?;
                compared(&one, command.fingerprint)?;
                if !keep(&mut tx, app, cx, &one, &mut entries).await? {
                    return Err(fault("anchor-twice").into());
                }
                trusted.push(*one);
                taken.authorities += 1;
            }
            Object::List(of, der) => {
                keep_list(&mut tx, app, cx, (&of, &der), &mut entries).await?;
                taken.lists += 1;
            }
            Object::Master(list) => {
                for one in list.authorities.iter().filter(|a| wanted(a, cx).is_ok()) {
                    taken.authorities +=
                        usize::from(keep(&mut tx, app, cx, one, &mut entries).await?);
                }
                if taken == Taken::default() {
                    return Err(fault("anchor-master-nothing").into());
                }
            }
        }
    }
    tx.commit(Audit::from(entries)).await?;
    Ok(taken)
}

async fn keep(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    authority: &Authority,
    entries: &mut Vec<Entry>,
) -> Result<bool> {
    let certificate = authority.certificate();
    let (digest, subject) = (certificate.fingerprint(), certificate.subject());
    let new = New {
        digest: &digest,
        country: certificate.country(),
        subject: &subject,
        validity: certificate.validity(),
        certificate: certificate.der(),
    };
    let kept = anchor::insert(tx, &new, cx.now, cx.staff()?).await?;
    if kept {
        let detail = serde_json::json!({ "anchor": grouped(&digest), "country": new.country, "subject": subject });
        entries.push(entry_with(app, cx, Event::AnchorTakenIn, NOBODY, detail));
    }
    Ok(kept)
}

async fn keep_list(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (of, der): (&Authority, &[u8]),
    entries: &mut Vec<Entry>,
) -> Result<()> {
    let list = of.list().ok_or(fault("anchor-unreadable"))?;
    let end = list.next().checked_add(grace()).unwrap_or(list.next());
    if end < cx.now {
        return Err(fault("anchor-list-overdue").into());
    }
    let (anchor, digest) = (of.certificate().fingerprint(), sha256(der));
    let new = NewList {
        anchor: &anchor,
        digest: &digest,
        list: der,
        times: (list.issued(), list.next()),
        revoked: list.len(),
    };
    if !anchor::put_list(tx, &new, cx.now, cx.staff()?).await? {
        return Err(fault("anchor-twice").into());
    }
    let detail = serde_json::json!({
        "anchor": grouped(&anchor),
        "list": grouped(&digest),
        "issued": list.issued(),
        "next": list.next(),
        "revoked": list.len(),
    });
    entries.push(entry_with(
        app,
        cx,
        Event::AnchorListTakenIn,
        NOBODY,
        detail,
    ));
    Ok(())
}
