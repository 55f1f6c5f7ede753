# Home, personal page, document wallet, integration requests.
home-title = Hello, { $name }
home-unread = { $count ->
    [one] You have { $count } unread notice
   *[other] You have { $count } unread notices
}
home-level = Account level
level-1-note = Details and portrait on record
level-2-note = Proven at a counter, may hold documents
home-documents = Documents in the wallet
home-pending = Pending verification
home-pending-late = One takes longer than planned
home-wallet-text = Open documents with your passcode
home-integrate-text = Driving licence, health insurance card, passport
home-notices = Notices
home-calling-text = While you are on the telephone or at a counter
home-activity = Who looked at my data
home-activity-text = Sign-ins, changes and each reading by an officer
home-lock = Lock my account
home-lock-text = Takes effect at once
home-level-title = Level 2 is needed for documents
home-level-text = An account of level 1 cannot hold documents yet.
home-level-how = How to reach level 2
personal-name = Full name
personal-level = Account level
personal-level-value = Level { $level }
personal-level-card = A level 2 account stands for the citizen identity card where the card must be shown; documents in the wallet stand for the documents themselves.
personal-phone = Phone
personal-email = E-mail
personal-safety = Safety and activity
personal-sign-in = Ways to sign in
personal-sign-in-text = Devices, passkeys, password, passcode, phone number
personal-sign-in-lead = What lets you into your account. If somebody else has one of these, change or remove it at once.
personal-devices = Devices
personal-devices-text = What is in use, the code for a new device
personal-password = Change password
personal-passcode = Replace passcode
personal-passcode-text = When you forgot the six digits
personal-version = App version { $version }
wallet-back = Back to the document wallet
wallet-empty = Your wallet holds no documents yet
wallet-empty-text = The three most often added: driving licence, health insurance card, passport.
wallet-pending = Pending verification
wallet-pending-note = We expect an answer before { $target }
wallet-late-note = Takes longer than planned. We have reminded the authority that keeps the data.
wallet-refused = Not integrated
wallet-level-title = Level 2 is needed
wallet-level-text = Documents go into accounts of level 2 only: their issuers must be sure that they are yours.
wallet-level-where = Where to go
wallet-level-where-text = Citizens of Viet Nam: any commune or ward police, or any office that issues citizen identity cards. An officer takes your portrait and fingerprints and compares them with the registers.
wallet-level-foreigner = Foreigners: the immigration office of the Ministry of Public Security or of a provincial police, not the commune police. Bring your passport or travel document and, since 1 July 2024, your residence card. An officer takes your portrait and fingerprints and compares them with the registers.
wallet-level-bring = What to bring
wallet-level-bring-card = Your valid citizen identity card with a chip
wallet-level-bring-phone = Your own phone number or e-mail address
wallet-level-bring-papers = The documents you want added, if any
wallet-level-free = Free of charge. Questions? Call { $phone }.
status-document-current = Valid
status-document-held = Held
status-document-revoked = Withdrawn
status-document-expired = Expired
status-document-removed = Removed
status-request-late = Later than planned
status-request-refused = Not accepted
kind-driving-licence = Driving licence
kind-driving-licence-source = Department for Roads of Viet Nam
kind-driving-licence-needs = Needs licence number and class
kind-health-card = Health insurance card
kind-health-card-source = Viet Nam Social Security
kind-health-card-needs = Needs the code printed on the card
kind-passport = Passport
kind-passport-source = Immigration Department
kind-passport-needs = Needs passport number and expiry date
integrate-title = Integrate information
integrate-text = We compare what you enter with the source register. If it agrees, the document enters your wallet; if not, you read exactly why.
integrate-new = Create new request
integrate-requests = Your requests
integrate-choose = Which document do you want to add?
integrate-other = Choose another document
pilot-closed-title = { $kind }: not open to you yet
pilot-elsewhere = A pilot runs for people whose birth was registered, or foreigners who live, in:
pilot-not-started = The pilot begins on { $day }. Come back from then on.
pilot-ended = The pilot in your province ended on { $day }. There is nothing you need to do.
pilot-paused = The pilot is paused. Come back later.
pilot-paper-valid = Your paper or plastic document remains valid.
pilot-full = All places of the pilot are taken. A place becomes free when a request is refused or taken back: try again later.
pilot-too-old = The pilot is for people up to { $age } years.
pilot-too-young = The pilot is for people from { $age } years on. You are old enough from { $day }.
pilot-foreigners-only = The pilot is for foreigners only.
pilot-citizens-only = The pilot is for Vietnamese citizens only.
pilot-nowhere = No pilot of this document runs in your province.
entry-text = Enter it as printed on the document. { $source } will compare.
entry-confirm = The information above is true, and I ask for this document to be added
field-licence-number = Licence number
field-licence-number-hint = Plastic (PET) cards have 12 digits, such as 790 123 456 789. For old paper licences enter what is printed.
field-licence-class = Licence class
field-licence-class-hint = Choose a class printed on the licence. If there are several, any of them will do.
field-health-code = Code of the health insurance card
field-health-code-hint = 10 digits, or all 15 characters such as DN 4 79 0123456789
field-passport-number = Passport number
field-passport-number-hint = One letter and 7 or 8 digits, such as C1234567
field-passport-expiry = Date of expiry
field-passport-expiry-hint = As printed in the passport, for example 31 12 2030
class-choose = Choose a class
class-before-2025 = { $class } (licences issued before 2025)
class-from-2025 = { $class } (licences issued from 2025)
answers-title = Check before you submit
answers-kind = Type of document
answers-confirmed = Confirmation
answers-confirmed-yes = The information above is true
answers-submit = Submit request
answers-change = Change
recorded-title = Your request is recorded
recorded-reference = Reference
recorded-next = What happens next
recorded-who = { $source } compares what you entered.
recorded-target = We aim to have an answer before { $target }.
recorded-told = You are told in the app and by phone or e-mail.
recorded-silent = If the source register is busy, your request is kept and asked again by itself. You need not send it twice.
recorded-wallet = See it in the document wallet
recorded-follow = Follow this request
request-title = Integration request: { $kind }
request-known = You have asked for this document already. This is the request that waits; there is no need to send it again.
request-reference = Reference
request-received = Received
request-checking = { $source } compares
request-target = We expect an answer before { $target }
request-late = We are sorry, this takes longer than planned. We have reminded { $source } and keep asking by ourselves.
request-silent = The source register has not answered. Last asked: { $at }.
request-result = Answer
request-next-step = What you can do
request-again = Send a new request
request-again-later = The above has to be settled first. Sent again now it gets the same answer; when you ask there, name the reference { $reference }.
request-basis = Basis: { $basis }. Reason code: { $code }.
request-verified = The document was verified on { $at } and is in your wallet.
request-withdrawn = You withdrew this request on { $at }.
request-entered = What you sent
request-withdraw = Withdraw request
withdraw-title = Withdraw this request?
withdraw-text = Request { $reference } will not be compared any more. You may send a new one at any time.
withdraw-yes = Withdraw request
withdraw-no = Keep request
reason-not-found-title = Document not found
reason-not-found = { $source } knows no document with this number.
reason-paper-not-found-title = Paper licence not found
reason-paper-not-found = { $source } has no data yet of a paper licence with this number.
reason-owner-mismatch-title = The owner does not agree
reason-owner-mismatch = Name, date of birth or personal number on this document do not agree with yours.
reason-class-mismatch-title = The class does not agree
reason-class-mismatch = This licence does not carry the class you chose.
reason-expiry-mismatch-title = The date of expiry does not agree
reason-expiry-mismatch = The date of expiry you entered differs from the data of { $source }.
reason-old-id-number-title = Issued on an old identity number
reason-old-id-number = This document was issued on a nine-digit number that is not linked to your personal number.
reason-paper-card-no-birth-date-title = Paper licence without date of birth
reason-paper-card-no-birth-date = The data of this paper licence lack a full date of birth, so it cannot be verified yet.
reason-expired-title = The document has expired
reason-expired = The document, or the class you chose, has expired.
reason-held-title = The document is held
reason-held = An authority holds this document.
reason-revoked-title = The document is withdrawn
reason-revoked = An authority has withdrawn this document.
reason-next-check-entry = Compare every character with the document, then send a new request.
reason-next-update-at-issuer = Ask { $source } or the office that issued it to update its data. Exchange for a plastic card is advised, not compulsory. Your paper document remains valid.
reason-next-link-old-number = Have your old number linked to your personal number at any commune or ward police, then send a new request.
reason-next-renew = Renew the document, then send a new request.
reason-next-settle-with-authority = Settle it with the authority that holds or withdrew the document, then send a new request.
document-number = Number
document-until = Valid until
document-from = Valid from
document-no-end = No limit
document-issued = Issued on
document-issuer = Issued by
document-by = { $name }, since { $since }
document-passcode-text = Enter your passcode each time you open a document.
document-open = Open document
document-forgot = Forgot your passcode?
document-close = Close document
document-remove = Remove from wallet
document-verified-at = Last confirmed by { $source } on { $at }.
document-value = Shown here it has the value of the paper document where these details must be proven.
document-held = { $name } has held this document since { $since }. This ends when the matter is settled.
document-revoked = { $name } withdrew this document on { $since }.
document-expired = This document has expired and cannot be shown as valid.
remove-title = Remove { $kind } from the wallet?
remove-text = Your real document is not affected. You can add it again at any time.
remove-yes = Remove from wallet
remove-no = Keep it
licence-classes = Classes
licence-class-column = Class
licence-list-column = Class list
licence-list-old = Before 2025
licence-list-new = From 2025
licence-points = Points left
licence-points-of = { $points }/12
licence-form = Form
licence-form-pet = Plastic card (PET)
licence-form-paper = Paper
health-facility = Registered for first care at
error-licence-number-empty = Enter the licence number
error-licence-number-strange = A licence number has letters and digits only
error-licence-number-too-short = The licence number is too short: plastic cards have 12 digits
error-licence-number-too-long = The licence number is too long: at most 15 characters
error-licence-class-empty = Choose the licence class
error-licence-class-unknown = Choose a class from the list
error-health-code-empty = Enter the code of the health insurance card
error-health-code-length = The code has 10 digits or 15 characters
error-health-code-not-digits = The last 10 characters of the code must be digits
error-health-code-prefix = The first five characters are wrong; an example is DN 4 79
error-passport-number-empty = Enter the passport number
error-passport-number-form = A passport number is one letter followed by digits, such as C1234567
error-passport-number-length = 7 or 8 digits follow the letter
error-passport-expiry-empty = Enter the date of expiry
error-passport-expiry-not-a-date = The date of expiry must be a real date. Check day, month and year
error-confirmation-needed = Tick that the information above is true
refused-level-two-needed = An account of level 2 is needed to add and open documents.
refused-app-too-old = This version of the app is too old for this type of document. Update the app.
refused-document-already-held = This document is in your wallet already.
refused-request-not-pending = This request has its answer and can no longer be withdrawn.
refused-document-removed = This document was removed from the wallet.
refused-pilot-wrong-province = A pilot of this document runs in other provinces.
refused-pilot-not-started = The pilot in your province has not begun.
refused-pilot-ended = The pilot in your province has ended.
refused-pilot-paused = The pilot in your province is paused.
refused-pilot-full = All places of the pilot are taken. Try again later.
refused-pilot-too-old = You are older than the pilot allows.
refused-pilot-too-young = You are younger than the pilot allows.
refused-pilot-foreigners-only = The pilot is for foreigners only.
refused-pilot-citizens-only = The pilot is for Vietnamese citizens only.
notice-integration-received = Request { $reference } to add a { $kind ->
    [driving-licence] driving licence
    [health-card] health insurance card
    [passport] passport
   *[other] document
} is recorded. We expect an answer before { $target }.
notice-integration-late = Request { $reference } to add a { $kind ->
    [driving-licence] driving licence
    [health-card] health insurance card
    [passport] passport
   *[other] document
} takes longer than planned. We have reminded the authority and keep asking by ourselves.
notice-integration-not-started = The { $kind ->
    [driving-licence] driving licence
    [health-card] health insurance card
    [passport] passport
   *[other] document
} you asked for at the counter could not be requested: { $why ->
    [document-already-held] it is in the wallet already.
    [pilot-full] all places of the pilot are taken.
    [pilot-too-young] the pilot is for older people.
    [pilot-too-old] the pilot is for younger people.
    [pilot-citizens-only] the pilot is for Vietnamese citizens only.
    [pilot-foreigners-only] the pilot is for foreigners only.
   *[other] a pilot runs and is not open to your province now.
}
notice-document-verified = Your { $kind ->
    [driving-licence] driving licence
    [health-card] health insurance card
    [passport] passport
   *[other] document
} is verified and in your wallet (request { $reference }).
notice-document-refused = Your { $kind ->
    [driving-licence] driving licence
    [health-card] health insurance card
    [passport] passport
   *[other] document
} could not be added (request { $reference }): { $reason ->
    [not-found] no document has this number.
    [paper-not-found] there are no data of a paper licence with this number.
    [owner-mismatch] the owner does not agree.
    [class-mismatch] the class does not agree.
    [expiry-mismatch] the date of expiry does not agree.
    [old-id-number] it was issued on an old identity number.
    [paper-card-no-birth-date] the paper licence lacks a date of birth.
    [expired] it has expired.
    [held] it is held.
   *[revoked] it is withdrawn.
} { $next ->
    [check-entry] Compare with the document and send again.
    [update-at-issuer] Ask the issuer to update its data.
    [link-old-number] Have the old number linked at any commune police.
    [renew] Renew the document.
   *[other] Settle it with the authority.
}
notice-document-changed = Your { $kind ->
    [driving-licence] driving licence
    [health-card] health insurance card
    [passport] passport
   *[other] document
} has a new state: { $state ->
    [held] held.
    [revoked] withdrawn.
    [expired] expired.
   *[current] valid.
}
message-document-verified-subject = Your document is verified
message-document-verified = { $app }: request { $reference } is verified, the document is in your wallet. See { $site }
message-document-refused-subject = Your document could not be added
message-document-refused = { $app }: request { $reference } was not accepted. Read why and what helps in the app at { $site }
