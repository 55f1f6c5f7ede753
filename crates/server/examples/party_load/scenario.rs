//! What one connection does again and again.

use std::rc::Rc;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokio::sync::oneshot;

use crate::Failure;
use crate::http::{Answer, Connection, Proof, encoded};
use crate::peer::{Peer, REDIRECT};

const CSRF: &str = "5959595959595959595959595959595959595959595959595959595959595959";

/// A text message that takes longer never comes.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scenario {
    Discovery,
    Keys,
    /// Client credentials: a signed access token.
    Jwt,
    Introspect,
    Userinfo,
    Refresh,
    /// Code and PKCE by somebody who is signed in.
    Code,
    /// The same by somebody who signs in with a password first.
    Password,
}

impl Scenario {
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "discovery" => Self::Discovery,
            "keys" => Self::Keys,
            "jwt" => Self::Jwt,
            "introspect" => Self::Introspect,
            "userinfo" => Self::Userinfo,
            "refresh" => Self::Refresh,
            "code" => Self::Code,
            "password" => Self::Password,
            _ => return None,
        })
    }
}

/// A connection with whoever uses it.
pub(crate) struct Worker {
    peer: Rc<Peer>,
    connection: Connection,
    n: usize,
    turn: u64,
    access: String,
    refresh: String,
}

impl Worker {
    /// Connected, and with the tokens that the scenario begins with.
    pub(crate) async fn ready(
        peer: Rc<Peer>,
        scenario: Scenario,
        n: usize,
    ) -> Result<Self, Failure> {
        let connection = Connection::open(&peer.address).await?;
        let mut worker = Self {
            peer,
            connection,
            n,
            turn: 0,
            access: String::new(),
            refresh: String::new(),
        };
        match scenario {
            Scenario::Discovery | Scenario::Keys | Scenario::Jwt | Scenario::Password => {}
            Scenario::Introspect | Scenario::Userinfo | Scenario::Refresh | Scenario::Code => {
                worker.signed_in().await?;
                worker.code().await?;
            }
        }
        Ok(worker)
    }

    pub(crate) async fn step(&mut self, scenario: Scenario) -> Result<(), Failure> {
        match scenario {
            Scenario::Discovery => {
                self.looks("/.well-known/openid-configuration", "issuer")
                    .await
            }
            Scenario::Keys => self.looks(self.peer.paths.keys, "\"kid\"").await,
            Scenario::Jwt => self.machine().await,
            Scenario::Introspect => self.introspect().await,
            Scenario::Userinfo => self.userinfo().await,
            Scenario::Refresh => self.refresh().await,
            Scenario::Code => self.code().await,
            Scenario::Password => self.password().await,
        }
    }

    async fn looks(&mut self, path: &str, holds: &str) -> Result<(), Failure> {
        let answer = self.connection.get(path, Proof::None).await?;
        expect(&answer, 200, holds)
    }

    async fn machine(&mut self) -> Result<(), Failure> {
        let peer = self.peer.clone();
        let form = format!("grant_type=client_credentials{}", peer.asks);
        let answer = self
            .connection
            .post(peer.paths.token, Proof::Header(&peer.machine), &form)
            .await?;
        expect(&answer, 200, "access_token")?;
        let token = member(&answer.body, "access_token").unwrap_or_default();
        if token.split('.').count() == 3 {
            Ok(())
        } else {
            Err("the access token is no JWT".into())
        }
    }

    async fn introspect(&mut self) -> Result<(), Failure> {
        let peer = self.peer.clone();
        let form = format!("token={}", encoded(&self.access));
        let proof = Proof::Header(&peer.service);
        let answer = self
            .connection
            .post(peer.paths.introspect, proof, &form)
            .await?;
        expect(&answer, 200, "\"active\":true")
    }

    async fn userinfo(&mut self) -> Result<(), Failure> {
        let bearer = format!("Bearer {}", self.access);
        let path = self.peer.paths.userinfo;
        let answer = self.connection.get(path, Proof::Header(&bearer)).await?;
        expect(&answer, 200, "\"sub\"")
    }

    async fn refresh(&mut self) -> Result<(), Failure> {
        let form = format!(
            "grant_type=refresh_token&refresh_token={}",
            encoded(&self.refresh)
        );
        self.tokens(&form).await
    }

    async fn tokens(&mut self, form: &str) -> Result<(), Failure> {
        let peer = self.peer.clone();
        let proof = Proof::Header(&peer.service);
        let answer = self.connection.post(peer.paths.token, proof, form).await?;
        expect(&answer, 200, "id_token")?;
        self.access = member(&answer.body, "access_token").ok_or("no access token")?;
        self.refresh = member(&answer.body, "refresh_token").ok_or("no refresh token")?;
        Ok(())
    }

    /// A browser that is signed in.
    async fn signed_in(&mut self) -> Result<(), Failure> {
        if self.peer.people == 0 {
            return self.password().await;
        }
        let session = self.peer.visitor()?.1.clone();
        let cookies = &mut self.connection.cookies;
        cookies.insert("dd-session".to_owned(), session);
        Ok(())
    }

    /// A request to sign in, with the verifier of its challenge.
    fn asks(&mut self) -> (String, String) {
        self.turn += 1;
        let verifier = digest(&SHA256, format!("{}/{}", self.n, self.turn).as_bytes());
        let verifier = URL_SAFE_NO_PAD.encode(verifier);
        let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()));
        let path = format!(
            "{}?client_id={}&response_type=code&scope=openid%20offline_access%20profile\
             &redirect_uri={}&state=s{}&nonce=n{}&code_challenge={challenge}&code_challenge_method=S256",
            self.peer.paths.authorize,
            self.peer.service_id,
            encoded(REDIRECT),
            self.turn,
            self.turn
        );
        (path, verifier)
    }

    async fn code(&mut self) -> Result<(), Failure> {
        if self.peer.people > 0 {
            self.signed_in().await?;
        }
        let (path, verifier) = self.asks();
        let here = self.follow(path).await?;
        self.exchange(&here, &verifier).await
    }

    async fn exchange(&mut self, here: &Here, verifier: &str) -> Result<(), Failure> {
        let code = match here {
            Here::Back(code) => code,
            Here::Page(page, _) => return Err(format!("no code came back, but {page}").into()),
        };
        let form = format!(
            "grant_type=authorization_code&code={}&redirect_uri={}&code_verifier={verifier}",
            encoded(code),
            encoded(REDIRECT)
        );
        self.tokens(&form).await
    }

    /// From page to page until one is shown, or until the code comes back.
    async fn follow(&mut self, mut path: String) -> Result<Here, Failure> {
        for _ in 0..6 {
            let answer = self.connection.get(&path, Proof::Cookies).await?;
            match self.led(&path, answer)? {
                Led::To(next) => path = next,
                Led::Here(here) => return Ok(here),
            }
        }
        Err("led in circles".into())
    }

    fn led(&self, path: &str, answer: Answer) -> Result<Led, Failure> {
        let Some(location) = answer.location else {
            return match answer.status {
                200 => Ok(Led::Here(Here::Page(path.to_owned(), answer.body))),
                other => Err(format!("{other} {}", short(&answer.body)).into()),
            };
        };
        if let Some(query) = location.strip_prefix(REDIRECT) {
            let code = query
                .split(['?', '&'])
                .find_map(|p| p.strip_prefix("code="));
            let code = code.ok_or_else(|| format!("refused: {location}"))?;
            return Ok(Led::Here(Here::Back(code.to_owned())));
        }
        let own = format!("http://{}", self.peer.address);
        Ok(Led::To(
            location.strip_prefix(&own).unwrap_or(&location).to_owned(),
        ))
    }

    async fn password(&mut self) -> Result<(), Failure> {
        self.connection.cookies.clear();
        let (path, verifier) = self.asks();
        if self.peer.people > 0 {
            self.connection
                .cookies
                .insert("dd-csrf".to_owned(), CSRF.to_owned());
        }
        let Here::Page(page, _) = self.follow(path).await? else {
            return Err("already signed in".into());
        };
        let next = if self.peer.people > 0 {
            self.ours(&page).await?
        } else {
            let form = format!(
                "login=user{}&password={}",
                self.n % 64,
                encoded(&self.peer.password)
            );
            self.submit(&format!("{page}/login"), &form).await?
        };
        let mut here = self.follow(next).await?;
        if let Here::Page(page, body) = &here
            && self.peer.people > 0
        {
            here = self.onward(page, body).await?;
        }
        self.exchange(&here, &verifier).await
    }

    /// Our page after a sign-in, which says where it leads before it does.
    async fn onward(&mut self, page: &str, body: &str) -> Result<Here, Failure> {
        let hidden = |name: &str| {
            let (_, rest) = body.split_once(&format!("name=\"{name}\" value=\""))?;
            rest.split('"').next()
        };
        let (Some(csrf), Some(request)) = (hidden("csrf"), hidden("request")) else {
            return Err(format!("{page} cannot be sent on").into());
        };
        let form = format!("csrf={csrf}&request={request}&decision=again");
        let answer = self.connection.post(page, Proof::Cookies, &form).await?;
        match self.led(page, answer)? {
            Led::To(next) => self.follow(next).await,
            Led::Here(here) => Ok(here),
        }
    }

    /// Number and password, then the code of the text message.
    async fn ours(&mut self, page: &str) -> Result<String, Failure> {
        let n = self.peer.stranger()?;
        let number = self.peer.person(n)?.0.clone();
        let (told, code) = oneshot::channel();
        let phone = format!("09{n:08}");
        self.peer.waiting.borrow_mut().insert(phone, told);
        let password = encoded(&self.peer.password);
        let form = format!("csrf={CSRF}&number={number}&password={password}");
        let next = self.submit(page, &form).await?;
        self.follow(next.clone()).await?;
        let code = tokio::time::timeout(PATIENCE, code).await;
        let code = code.map_err(|_| format!("no text message came for {number}"))??;
        let form = format!("csrf={CSRF}&code={code}");
        self.submit(&next, &form).await
    }

    async fn submit(&mut self, path: &str, form: &str) -> Result<String, Failure> {
        let answer = self.connection.post(path, Proof::Cookies, form).await?;
        match self.led(path, answer)? {
            Led::To(next) => Ok(next),
            Led::Here(_) => Err(format!("{path} did not lead on").into()),
        }
    }
}

enum Led {
    To(String),
    Here(Here),
}

/// Where a browser ended up.
enum Here {
    /// At a page of the provider, with what it shows.
    Page(String, String),
    /// At the service, with a code.
    Back(String),
}

fn expect(answer: &Answer, status: u16, holds: &str) -> Result<(), Failure> {
    if answer.status == status && answer.body.contains(holds) {
        return Ok(());
    }
    Err(format!("{} {}", answer.status, short(&answer.body)).into())
}

fn short(body: &str) -> String {
    body.chars().take(160).collect()
}

/// A text member of a flat JSON object.
fn member(json: &str, name: &str) -> Option<String> {
    let (_, rest) = json.split_once(&format!("\"{name}\":\""))?;
    Some(rest.split('"').next()?.to_owned())
}
