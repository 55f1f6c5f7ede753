//! A certificate, a revocation list or a master list is taken in.

use chip::CertificateFlaw;
use chip::anchor::{Anchors, Authority, AuthorityFlaw, ListFlaw, MasterList, MasterListFlaw};
use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::Fault;
use store::anchor::{self, New, NewList, Stored};
use store::audit::NOBODY;
use store::{Audit, Entry, Tx};

use super::{accepted, authority, file, grace, grouped};
use crate::token::sha256;
use crate::{App, Cx, Error, Result, entry_with};

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
    /// Authorities of a master list that stay withdrawn: only somebody who compares the fingerprint undoes
    /// that.
    pub withdrawn: usize,
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

/// What a file holds, each object verified, in its order.
enum Sound {
    /// Somebody compared its fingerprint.
    Compared(Box<Authority>),
    List(Box<Authority>, Vec<u8>),
    /// Those of a master list that we want.
    Master(Vec<Authority>),
}

/// Reads and verifies a file against what is trusted, and against its own authorities for what follows
/// them in it.
fn verify(file: &[u8], fingerprint: &str, (stored, cx): (&[Stored], &Cx)) -> Result<Vec<Sound>> {
    let objects = file::objects(file)?;
    let current = stored.iter().filter(|a| a.withdrawn.is_none());
    let mut trusted: Vec<Authority> = current.map(authority).collect::<Result<_>>()?;
    let mut sound = Vec::new();
    for der in &objects {
        sound.push(match read(der, cx, &trusted)? {
            Object::Authority(one) => {
                wanted(&one, cx)?;
                compared(&one, fingerprint)?;
                trusted.push((*one).clone());
                Sound::Compared(one)
            }
            Object::List(of, der) => Sound::List(of, der),
            Object::Master(list) => {
                let wanted = |a: &Authority| wanted(a, cx).is_ok();
                Sound::Master(list.authorities.into_iter().filter(wanted).collect())
            }
        });
    }
    Ok(sound)
}

/// D59-14.2.a2: takes in what the file holds, on record; all of it or nothing.
pub async fn take_in(app: &App, cx: &Cx, command: &TakeIn<'_>) -> Result<Taken> {
    require(&cx.actor, Operation::ChangeAnchors)?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let mut source = app.db.read().await?;
    let stored = anchor::all(&mut source).await?;
    drop(source);
    let (file, fingerprint) = (command.file.to_vec(), command.fingerprint.to_owned());
    let (against, own) = (stored.clone(), cx.clone());
    let verified =
        tokio::task::spawn_blocking(move || verify(&file, &fingerprint, (&against, &own)));
    let sound = verified
        .await
        .map_err(|e| Error::Internal(format!("anchors: {e}")))??;
    let mut tx = app.db.begin().await?;
    // Verified against these: another manager may have withdrawn one meanwhile.
    if anchor::all(&mut tx).await? != stored {
        return Err(Error::Stale);
    }
    let (mut taken, mut entries) = (Taken::default(), Vec::new());
    for one in &sound {
        match one {
            Sound::Compared(one) => {
                if !keep(&mut tx, app, cx, (one, Withdrawn::Anew), &mut entries).await? {
                    return Err(fault("anchor-twice").into());
                }
                taken.authorities += 1;
            }
            Sound::List(of, der) => {
                keep_list(&mut tx, app, cx, (of, der), &mut entries).await?;
                taken.lists += 1;
            }
            Sound::Master(list) => {
                for one in list {
                    if is_withdrawn(&stored, one) {
                        taken.withdrawn += 1;
                    } else if keep(&mut tx, app, cx, (one, Withdrawn::Stays), &mut entries).await? {
                        taken.authorities += 1;
                    }
                }
                if taken.authorities + taken.lists == 0 {
                    return Err(nothing(taken.withdrawn).into());
                }
            }
        }
    }
    tx.commit(Audit::from(entries)).await?;
    Ok(taken)
}

fn is_withdrawn(stored: &[Stored], authority: &Authority) -> bool {
    let digest = authority.certificate().fingerprint();
    let same = |a: &&Stored| a.digest.as_slice() == digest.as_slice();
    stored
        .iter()
        .find(same)
        .is_some_and(|a| a.withdrawn.is_some())
}

/// A master list without anything new.
fn nothing(withdrawn: usize) -> Fault {
    match withdrawn {
        0 => fault("anchor-master-nothing"),
        n => fault("anchor-master-withdrawn").with("count", n),
    }
}

/// What becomes of an authority that was withdrawn.
#[derive(Clone, Copy)]
enum Withdrawn {
    /// It is trusted anew.
    Anew,
    Stays,
}

async fn keep(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (authority, withdrawn): (&Authority, Withdrawn),
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
    let kept = match withdrawn {
        Withdrawn::Anew => anchor::insert_again(tx, &new, cx.now, cx.staff()?).await?,
        Withdrawn::Stays => anchor::insert(tx, &new, cx.now, cx.staff()?).await?,
    };
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
