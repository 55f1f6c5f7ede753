//! Domain events: the one way to learn that something happened. Each feeds the audit log and the
//! holder's activity page under its word; some also tell the holder.

/// Declares the events with their stable words (`activity-<word>` in the locales).
macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)+) => {
        /// Something that happened.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Event { $($(#[$doc])* $name,)+ }

        impl Event {
            /// All events.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Stable word in audit, activity page and API.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }
        }
    };
}

events! {
    /// A dossier was received and its clock started (D59-17.s).
    RegistrationReceived = "registration-received";
    /// A dossier was sent back; its clock stopped (D59-17.s).
    RegistrationIncomplete = "registration-incomplete";
    /// A foreigner's dossier went to the identification agency (D59-15.2).
    RegistrationForwarded = "registration-forwarded";
    /// An officer decided, and the account waits for the card applied for with it (D59-14.2.b).
    RegistrationAwaitsCard = "registration-awaits-card";
    /// The card was there, but something kept the account from being issued: back to an officer (D59-14.2.b).
    RegistrationIssueStopped = "registration-issue-stopped";
    /// A registration was approved (D59-14).
    RegistrationApproved = "registration-approved";
    /// A registration was refused (I7).
    RegistrationRefused = "registration-refused";
    /// A registration passed its due date undecided.
    RegistrationLate = "registration-late";
    /// An officer recorded the application for the card that goes with the account (D59-14.2.b).
    CardApplicationRecorded = "card-application-recorded";
    /// A portrait or fingerprint was taken at a counter (D59-14.2.a2).
    CaptureTaken = "capture-taken";
    /// The contact of a registration was set at a counter.
    ContactSet = "contact-set";
    /// A card reader at a counter was asked to read a card (D59-14.2.a2).
    CardReadingAsked = "card-reading-asked";
    /// A card was read at a counter, and accepted or not (D59-14.2.a2).
    CardRead = "card-read";
    /// A packet that a counter took while the line was down came in (D59-14.2.a2).
    PacketReceived = "packet-received";
    /// An officer took it into a registration.
    PacketTakenIn = "packet-taken-in";
    /// An officer rejected it.
    PacketRejected = "packet-rejected";
    /// Nobody took it in in time: what it held is gone.
    PacketDropped = "packet-dropped";
    /// A fingerprint scanner at a counter was asked for a print (D59-14.2.a2).
    FingerScanAsked = "finger-scan-asked";
    /// It brought one, good or not, or none (D59-14.2.a2).
    FingerScanned = "finger-scanned";
    /// Turns of the head were drawn at a counter, answered or not (D59-14.2.a2).
    HeadTurnsDrawn = "head-turns-drawn";
    /// Turns of the head were judged at a counter, or an officer recorded why there are none (D59-14.2.a2).
    HeadTurnsRecorded = "head-turns-recorded";
    /// The holder raised his session by chip and living face (D59-24.3).
    SelfProofPassed = "self-proof-passed";
    /// He tried to, and chip or face proved nothing.
    SelfProofFailed = "self-proof-failed";
    /// A counter agent was paired with a unit.
    AgentPaired = "agent-paired";
    /// A counter agent's pairing ended.
    AgentUnpaired = "agent-unpaired";
    /// An authority that signs cards was taken in (D59-14.2.a2).
    AnchorTakenIn = "anchor-taken-in";
    /// Its revocation list was taken in.
    AnchorListTakenIn = "anchor-list-taken-in";
    /// It was withdrawn.
    AnchorWithdrawn = "anchor-withdrawn";
    /// A course for staff was offered (R50-7).
    CourseOffered = "course-offered";
    /// The secret of its provider was renewed.
    CourseSecretRenewed = "course-secret-renewed";
    /// It was withdrawn.
    CourseWithdrawn = "course-withdrawn";
    /// A role needs it from a day on.
    CourseNeeded = "course-needed";
    /// A role needs it no more.
    CourseNeedEnded = "course-need-ended";
    /// Its provider told that somebody passed.
    CoursePassed = "course-passed";
    /// Its provider took that back.
    CourseTakenBack = "course-taken-back";
    /// Who lacks which course was read.
    TrainingRead = "training-read";
    /// An officer recorded a comparison (D59-12.2).
    ComparisonRecorded = "comparison-recorded";
    /// Another officer looked at the portraits of a comparison (D59-14.2.a2).
    SecondLookRecorded = "second-look-recorded";
    /// A live portrait was looked for among those of other accounts (D59-3.1).
    AlikeSearched = "alike-searched";
    /// An officer settled a warning that the search gave.
    AlikeSettled = "alike-settled";
    /// An officer found one person under two identities (D59-3.1, D59-3.2).
    DuplicateSettled = "duplicate-settled";
    /// The holder agreed (D59-14.2.a2).
    ConsentRecorded = "consent-recorded";
    /// The account was activated (D59-18.1).
    AccountActivated = "account-activated";
    /// A lapsed activation was reopened (D59-18.2).
    ActivationReopened = "activation-reopened";
    /// The holder signed in.
    SignedIn = "signed-in";
    /// The holder signed in while locked, to the status page only (D59-19.ui).
    SignedInLocked = "signed-in-locked";
    /// A wrong password or code was entered.
    SignInFailed = "sign-in-failed";
    /// The holder signed out.
    SignedOut = "signed-out";
    /// A device was bound to the account (APP-8).
    DeviceBound = "device-bound";
    /// A device was removed (APP-10).
    DeviceRemoved = "device-removed";
    /// A passkey was added (`WebAuthn`).
    PasskeyAdded = "passkey-added";
    /// A passkey got another name.
    PasskeyNamed = "passkey-named";
    /// A passkey was removed.
    PasskeyRemoved = "passkey-removed";
    /// A passkey whose counter went back was refused: it may have been copied.
    PasskeyRefused = "passkey-refused";
    /// An authenticator app was added (RFC 6238).
    AuthenticatorAdded = "authenticator-added";
    /// The authenticator app was removed.
    AuthenticatorRemoved = "authenticator-removed";
    /// The holder let a computer in by his phone (APP-9).
    BrowserApproved = "browser-approved";
    /// The holder turned a computer away that asked his phone, or picked a wrong number.
    BrowserRefused = "browser-refused";
    /// The password was changed (APP-4).
    PasswordChanged = "password-changed";
    /// The password was recovered (APP-5).
    PasswordRecovered = "password-recovered";
    /// The passcode was changed (APP-6).
    PasscodeChanged = "passcode-changed";
    /// The holder made new recovery codes; older ones ended (UX-1).
    RecoveryCodesMade = "recovery-codes-made";
    /// Another phone was asked for without the old one (UX-1).
    LostPhoneAsked = "lost-phone-asked";
    /// Its waiting time is over (UX-1).
    LostPhoneReady = "lost-phone-ready";
    /// It was stopped (UX-1).
    LostPhoneStopped = "lost-phone-stopped";
    /// Nobody finished it in time (UX-1).
    LostPhoneExpired = "lost-phone-expired";
    /// The account moved to another phone without the old one (UX-1).
    LostPhoneFinished = "lost-phone-finished";
    /// The holder named a trusted person (UX-1).
    TrustedNamed = "trusted-named";
    /// A trusted person consented (UX-1).
    TrustedConsented = "trusted-consented";
    /// The holder or the trusted person ended it (UX-1).
    TrustedEnded = "trusted-ended";
    /// A trusted person confirmed another phone (UX-1).
    TrustedVouched = "trusted-vouched";
    /// A document was asked for (D59-3.7).
    IntegrationRequested = "integration-requested";
    /// The holder took a request back.
    IntegrationWithdrawn = "integration-withdrawn";
    /// A request is still waiting for a silent register (I6).
    IntegrationLate = "integration-late";
    /// The source register confirmed a document (DOC-r1).
    DocumentVerified = "document-verified";
    /// The source register did not confirm it (DOC-r2).
    DocumentRefused = "document-refused";
    /// The holder took a document out of the wallet.
    DocumentRemoved = "document-removed";
    /// The holder opened a document with the passcode (QR-6).
    DocumentShown = "document-shown";
    /// A hold was placed (D59-19).
    AccountLocked = "account-locked";
    /// The immigration register changed a foreigner's papers or stay (D59-10.1).
    PapersChanged = "papers-changed";
    /// A date was set at which a hold begins (D59-19.2.a).
    HoldDated = "hold-dated";
    /// Somebody with a factor of the holder asked for the lock that was in force already (UX-12).
    LockRepeated = "lock-repeated";
    /// The holder confirmed a short lock (UX-12): it has no end any more.
    LockConfirmed = "lock-confirmed";
    /// A hold ended (D59-19.4.a).
    HoldEnded = "hold-ended";
    /// The holder asked to be unlocked (D59-19.5).
    UnlockRequested = "unlock-requested";
    /// A request to be unlocked was refused (I7).
    UnlockRefused = "unlock-refused";
    /// Another telephone number was asked for (APP-12).
    PhoneChangeReceived = "phone-change-received";
    /// The account is bound to another number and must be activated again (APP-12).
    PhoneChanged = "phone-changed";
    /// The change was refused (I7).
    PhoneChangeRefused = "phone-change-refused";
    /// The holder took the change back.
    PhoneChangeWithdrawn = "phone-change-withdrawn";
    /// A child or ward was put under the account (D59-11.1).
    DependantAdded = "dependant-added";
    /// A child or ward was taken off.
    DependantRemoved = "dependant-removed";
    /// The holder looked at his children and wards.
    DependantsRead = "dependants-read";
    /// A body's request to lock or unlock was received (D59-19.1.b).
    CaseReceived = "case-received";
    /// It was moved to another unit (D59-20.4).
    CaseTransferred = "case-transferred";
    /// The unit above was told that its time runs out (D59-19.1.c1).
    CaseEscalated = "case-escalated";
    /// The head of the unit approved it (D59-19.1.c1).
    CaseApproved = "case-approved";
    /// The head of the unit refused it, in writing (D59-19.1.c3).
    CaseRefused = "case-refused";
    /// A request to be unlocked was closed: its holder asked to be locked once more.
    UnlockSettled = "unlock-settled";
    /// A representative asked for his organisation's account (D59-16).
    OrganisationReceived = "organisation-received";
    /// Whoever registers took the request back before it was received.
    OrganisationWithdrawn = "organisation-withdrawn";
    /// Another legal representative was asked to agree to a request (D69-12).
    ConsentAsked = "consent-asked";
    /// He agreed.
    ConsentGiven = "consent-given";
    /// He refused.
    ConsentRefused = "consent-refused";
    /// The organisation's account was issued (D59-16.c).
    OrganisationApproved = "organisation-approved";
    /// It was not (I7).
    OrganisationRefused = "organisation-refused";
    /// A person began to act for an organisation (D59-13.7).
    OrganisationEntered = "organisation-entered";
    /// A person locked an organisation that he acts for (D59-19.3.a).
    OrganisationLocked = "organisation-locked";
    /// The representative offered a power (D59-13.7).
    PowerOffered = "power-offered";
    /// The delegate accepted it.
    PowerAccepted = "power-accepted";
    /// It was withdrawn, declined, or ended with the representative's own right.
    PowerEnded = "power-ended";
    /// The register names another representative, who took over.
    RepresentativeChanged = "representative-changed";
    /// A relying party made, changed or removed its stream of security events (SSF 1.0).
    StreamChanged = "stream-changed";
    /// A member of staff read the record (D59-4.4).
    RecordRead = "record-read";
    /// A call or visit was opened.
    AssistanceOpened = "assistance-opened";
    /// A code to say to the citizen was made in a call (UX-11).
    CallCodeMade = "call-code-made";
    /// Somebody asked by a code whether a call is genuine (UX-11).
    CallAsked = "call-asked";
    /// A caller who was not ours was told of (UX-11).
    ImpostorReported = "impostor-reported";
    /// A version of the terms of use was announced (D59-6.1).
    TermsAnnounced = "terms-announced";
    /// The holder accepted a version of the terms of use (D59-6.1).
    TermsAccepted = "terms-accepted";
    /// The holder declined a version of the terms of use and was signed out.
    TermsDeclined = "terms-declined";
    /// A breach of the terms of use was recorded (D59-19.1.a.ii).
    BreachRecorded = "breach-recorded";
    /// Another officer confirmed it.
    BreachConfirmed = "breach-confirmed";
    /// Another officer rejected it.
    BreachRejected = "breach-rejected";
    /// The holder objected to it in writing.
    BreachObjected = "breach-objected";
    /// It was proposed to end it: mended, or never was (D59-19.4.a).
    BreachEndProposed = "breach-end-proposed";
    /// The proposal to end it was rejected.
    BreachEndRejected = "breach-end-rejected";
    /// It ended.
    BreachEnded = "breach-ended";
    /// A time at a counter was booked (D59-14.2.a1).
    VisitBooked = "visit-booked";
    /// The booking was moved to another time.
    VisitMoved = "visit-moved";
    /// It was given back.
    VisitCancelled = "visit-cancelled";
    /// Who came got a number.
    VisitArrived = "visit-arrived";
    /// His number was called to a desk.
    VisitCalled = "visit-called";
    /// He was served.
    VisitServed = "visit-served";
    /// He did not come when called, or the day ended.
    VisitLeft = "visit-left";
    /// He did not come on the day of his booking.
    VisitMissed = "visit-missed";
    /// The opening hours of a unit, or its closed days, were changed.
    HoursChanged = "hours-changed";
    /// A day of the calendar of working days was changed (WD-3, WD-5).
    HolidayChanged = "holiday-changed";
    /// A caller or visitor was checked.
    CallerChecked = "caller-checked";
    /// The holder said on his own phone that it is he who calls (D59-19.5.b).
    CallerConfirmed = "caller-confirmed";
    /// The holder said on his own phone that it is not he.
    CallerDenied = "caller-denied";
    /// The holder picked another number than the one that was said.
    CallerMistaken = "caller-mistaken";
    /// A member of staff signed in.
    StaffSignedIn = "staff-signed-in";
    /// A member of staff failed to sign in.
    StaffSignInFailed = "staff-sign-in-failed";
    /// A member of staff was added.
    StaffAdded = "staff-added";
    /// A pilot was changed (R50-1).
    PilotChanged = "pilot-changed";
    /// A register file was loaded.
    RegisterLoaded = "register-loaded";
    /// A register was opened or closed to questions.
    RegisterSwitched = "register-switched";
    /// Another body's register was asked (D59-10).
    RegisterAsked = "register-asked";
    /// It answered, or did not.
    RegisterTold = "register-told";
    /// Another body asked a register of ours, and had its answer.
    RegisterAnswered = "register-answered";
    /// Another body was told what a register holds of the person (D59-10).
    RecordTold = "record-told";
    /// A register told a change (D59-10.1).
    RegisterEventTold = "register-event";
    /// A batch of register events was staged.
    EventsStaged = "events-staged";
    /// An officer took the first step to release a batch.
    EventsApproved = "events-approved";
    /// A second officer released it.
    EventsReleased = "events-released";
    /// Every event of a batch is carried out.
    EventsCarriedOut = "events-carried-out";
    /// An officer asks to take a batch back.
    EventsUndoAsked = "events-undo-asked";
    /// The officer who asked to take a batch back withdrew that.
    EventsUndoWithdrawn = "events-undo-withdrawn";
    /// A batch is being taken back.
    EventsUndoing = "events-undoing";
    /// A batch was taken back.
    EventsUndone = "events-undone";
    /// A batch was put away without being carried out.
    EventsWithdrawn = "events-withdrawn";
    /// A telecom's subscribers were held against the population register (R50-2).
    SubscribersCleaned = "subscribers-cleaned";
    /// A telecom was let have its subscribers cleaned, or no longer (R50-2).
    CleaningGranted = "cleaning-granted";
    /// A telecom's file of subscribers came in whole.
    SubscribersReceived = "subscribers-received";
    /// It could not be taken or judged.
    SubscribersFailed = "subscribers-failed";
    /// An officer said of a row of the sample whether its verdict is right.
    SubscribersLabelled = "subscribers-labelled";
    /// The results went back to the telecom.
    SubscribersReleased = "subscribers-released";
    /// The telecom fetched a file of the results.
    SubscribersFetched = "subscribers-fetched";
    /// A batch was put away or taken back.
    SubscribersWithdrawn = "subscribers-withdrawn";
    /// A client of a relying party was registered (D59-22.2).
    ClientRegistered = "client-registered";
    /// A client of a relying party was changed.
    ClientChanged = "client-changed";
    /// A relying party got a token for itself (RFC 6749 4.4).
    PartyOwnToken = "party-own-token";
    /// A party's request to go into production, or to change there, was received (D59-22.1, D69-18).
    PartyReviewReceived = "party-review-received";
    /// An item of its checklist was checked, or the visit on site recorded (D69-18).
    PartyReviewChecked = "party-review-checked";
    /// It was approved.
    PartyReviewApproved = "party-review-approved";
    /// It was refused (I7).
    PartyReviewRefused = "party-review-refused";
    /// Its developer took it back.
    PartyReviewWithdrawn = "party-review-withdrawn";
    /// A client was stopped by the platform.
    ClientSuspended = "client-suspended";
    /// It works again.
    ClientResumed = "client-resumed";
    /// The holder signed in to a relying party and agreed what it is told (D59-5, D59-13.2).
    PartySignedIn = "party-signed-in";
    /// A relying party asked for the holder, who was not in front of a browser of its own.
    PartyAsked = "party-asked";
    /// A relying party that asked for the holder was told that there is an answer, or could not be (CIBA 10.2).
    PartyPinged = "party-pinged";
    /// The holder declined.
    PartyDeclined = "party-declined";
    /// The relying party read what the holder let it (D59-4.4).
    PartyRead = "party-read";
    /// A provider of signature certificates was handed an identity package (R50-3).
    PackageIssued = "package-issued";
    /// It said which certificate came of it, or that none does any more.
    PackageReported = "package-reported";
    /// The register says something else than a package told (R50-3).
    PackageOutdated = "package-outdated";
    /// It asked whether what the package told still holds.
    PackageAsked = "package-asked";
    /// A telecom asked a person to register a mobile number of his (R50-2).
    SubscriberAsked = "subscriber-asked";
    /// The person did, by the code that came to it.
    SubscriberRegistered = "subscriber-registered";
    /// Somebody else proved the number later.
    SubscriberPassedOn = "subscriber-passed-on";
    /// The person or the telecom ended it.
    SubscriberEnded = "subscriber-ended";
    /// The licence of a provider of signature certificates was put on record, or taken off it (R50-3).
    PartyLicensed = "party-licensed";
    /// A code or refresh token came a second time: everything of that sign-in ended.
    PartyReplayed = "party-replayed";
    /// The relying party gave a token back.
    PartyRevoked = "party-revoked";
    /// The holder took his consent back, and every token with it.
    PartyWithdrawn = "party-withdrawn";
    /// A key that signs tokens was made.
    SigningKeyMade = "signing-key-made";
    /// All signing keys were replaced before their time.
    SigningKeysRetired = "signing-keys-retired";
    /// The audit log was read or exported.
    AuditRead = "audit-read";
}
