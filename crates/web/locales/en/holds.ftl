# Locking, unlocking, receipts (D59-19).
ground-own-request = The holder asked
ground-breach = The terms of use were broken
ground-passport-expired = The passport or travel document expired
ground-stay-expired = The permitted stay in Viet Nam expired
ground-dissolved = The organisation was dissolved or ceased
ground-card-withdrawn = The citizen-id card was withdrawn
ground-death = The holder died
ground-authority-request = At the request of a competent authority
channel-app = In the app
channel-call-centre = By the call centre
channel-counter = At a counter
channel-register = Told by a register
channel-case = Decision on an authority's request
channel-breach = Decision on a breach of the terms
channel-date = A date was reached
lock-reason-lost-device = Lost device
lock-reason-broken-device = Broken device
lock-reason-lost-card = Lost chip card
lock-reason-suspected-leak = Somebody may know my details
lock-reason-other = Another reason
error-lock-reason = Choose a reason from the list
way-out-own-request = Ask on this page to have it unlocked, call { $phone }, or take your citizen-id card to a commune police office.
way-out-breach = It ends when the officers who handle the breach find that it is mended or was none. Call { $phone } and say what you have done.
way-out-passport-expired = It ends by itself when the immigration register shows your renewed passport. Renew it, then show it to the immigration office.
way-out-stay-expired = It ends by itself when the immigration register shows your extended stay. Ask the immigration office to extend it.
way-out-dissolved = It ends only when the business register corrects the record. If it is a mistake, ask the business registration office.
way-out-card-withdrawn = It ends by itself when the record of your card is updated, for example when you get a new one. If it is a mistake, ask where the card was issued.
way-out-death = It ends only when the record of the death is corrected. If it is a mistake, go to the police office where you live.
way-out-authority-request = It ends when the body that asked for the lock asks to unlock and the police approve. You can ask that body, or call { $phone } for the reference.
basis-point = Point { $point }, clause { $clause }, article { $article } of Decree { $decree }
basis-clause = Clause { $clause }, article { $article } of Decree { $decree }
basis-article = Article { $article } of Decree { $decree }
basis-source-decided = The authority's decision to hold or withdraw the document
hold-ground = Ground
hold-reason = Reason given
hold-since = Locked since
hold-channel = How it came
hold-basis = Legal basis
hold-way-out = How it ends
hold-in-force = In force
hold-ended-at = Ended
hold-ended-channel = How it ended
lock-title = Lock the account
lock-text = The account is locked the moment you confirm. Nobody has to approve it.
lock-stops-title = Stops at once
lock-stops-sign-in = Signing in to the account and the document wallet
lock-stops-documents = Showing documents in the app
lock-stops-services = Using this account at other services
lock-stops-sessions = Every open session, on every device
lock-stays-title = Stays as it is
lock-stays-papers = Your card and your paper documents stay valid
lock-stays-data = Your data, your documents in the wallet and open requests are kept
lock-stays-status = You can still sign in to a status page with the reason and the way out
lock-way-back = Unlocking asks for more proof: a request in the app, a call, or a counter with your citizen-id card.
lock-reason = Why do you want to lock it?
lock-reason-hint = You may leave this empty.
lock-submit = Lock the account now
lock-cancel = Do not lock
lock-out-text = A lock works everywhere at once. There are three ways:
lock-out-sign-in = Sign in to lock
lock-out-call-title = Call us
lock-out-call = Call { $phone }. We ask a few things to know that it is you, and lock during the call.
lock-out-counter-title = Go to a counter
lock-out-counter = Take your citizen-id card to any commune police office.
receipt-title = The account is locked
receipt-since = Since { $time }
receipt-reference = Receipt
receipt-documents = Documents that cannot be shown
receipt-signed = Download the signed receipt
receipt-sessions = Sessions ended
receipt-grants = Permissions of services ended
receipt-told = You were told by
receipt-notice = A notice in the app
receipt-sent = { $channel }: sent { $time }
receipt-failed = { $channel }: could not be sent
receipt-queued = { $channel }: on its way
receipt-services = Services told of the lock
receipt-service-acknowledged = { $name }: signed you out { $time }
receipt-service-refused = { $name }: told { $time }, but answered with an error
receipt-service-waiting = { $name }: not yet reached; we go on trying. It can read nothing of you any more.
receipt-service-given-up = { $name }: could not be reached. It can read nothing of you any more.
receipt-next = See the state of the lock and the way out
message-by-sms = Text message
message-by-email = E-mail
locked-title = The account is locked
locked-text = As long as any of these grounds is in force, nobody can use this account.
locked-open-title = The account is not locked
locked-open-text = You can use it as always.
locked-call-text = The account is locked, so here you can only answer “It is not me”. If you yourself are calling, let the operator send a code to the registered contact.
locked-call-denied = That call cannot unlock or change anything in your account, and for 6 hours no call asks you on the phone again.
locked-receipt = See the receipt
locked-ask = Ask to unlock
locked-ask-text = You can ask here with your passcode, or call { $phone }.
locked-earlier = Earlier locks
locked-earlier-line = { $ground }: from { $from } to { $to }
unlock-title = Ask to unlock
unlock-text = Enter your passcode to confirm that it is you. An officer looks at the request and answers.
unlock-text-at-once = Enter your passcode to confirm that it is you. Your own lock then ends at once; other grounds, if any, stay.
unlock-submit = Send the request
unlock-other-ways = Forgotten the passcode? Call { $phone } or take your citizen-id card to a commune police office.
unlock-waiting = Your request to unlock came { $time }. We tell you as soon as it is decided.
unlock-refused-title = The request to unlock was not granted
unlock-asked = Asked
unlock-answered = Answered
unlock-reason = Reason for the refusal
unlock-words = The officer says
unlock-next = What to do next
unlock-refused-proof-unclear = It is not clear enough that the holder asks
unlock-refused-misuse-suspected = Somebody else seems to use the account or the phone
unlock-refused-not-by-holder = The holder says that he did not ask
unlock-next-proof-unclear = Take your citizen-id card to a commune police office; it is checked and unlocked there.
unlock-next-misuse-suspected = Take your citizen-id card to a commune police office to check contacts and devices and to set a new password.
unlock-next-not-by-holder = Leave the account locked. Go to a commune police office if somebody may know your password.
unlock-queue-title = Requests to unlock
unlock-queue-since = Received
unlock-queue-proof = Proof
unlock-queue-open = Decide
unlock-queue-level = Level { $level }
unlock-queue-look = Look at the request of { $number }
unlock-queue-none-title = No requests
unlock-queue-none = New ones appear here.
unlock-review-title = A request to unlock
unlock-review-proof = Level { $level }: password and a code to the registered contact, and the passcode
unlock-review-holds = Holds in force
unlock-review-others = Granting ends only what the holder asked for. The other grounds keep the account locked.
unlock-review-words = Your answer
unlock-review-words-hint = The holder reads this. At most 500 characters.
unlock-review-decision = Decision
unlock-review-grant = Unlock
unlock-review-refuse = Refuse
unlock-review-submit = Save the decision
error-words-empty = Write an answer for the holder
error-words-long = The answer has at most { $limit } characters
error-refusal-missing = Choose a reason for the refusal
error-verdict-missing = Choose to unlock or to refuse
error-event-id = The event identifier has 1 to 64 characters and no spaces
refused-proof-too-weak = Sign in with password and code before asking to unlock.
refused-unlock-decided = This request was decided already.
refused-person-unknown = No account belongs to this number.
message-account-locked-subject = Your { $app } account was locked
message-account-locked = { $app }: Your account was locked at { $time }. Ground: { $ground ->
    [own-request] you asked
    [card-withdrawn] the citizen-id card was withdrawn
    [breach] the terms of use were broken
    [passport-expired] the passport expired
    [stay-expired] the permitted stay expired
    [dissolved] the organisation ceased
    [authority-request] a competent authority asked for it
    [breach] the terms of use were broken
   *[other] by law
 }. If it was not you, call { $callCentre }.
message-hold-ended-subject = One hold on your { $app } account ended
message-hold-ended = { $app }: One hold ended at { $time }. The account is still locked: { $rest ->
    [own-request] you asked for it
    [card-withdrawn] the citizen-id card was withdrawn
    [breach] the terms of use were broken
    [passport-expired] the passport expired
    [stay-expired] the permitted stay expired
    [dissolved] the organisation ceased
    [authority-request] a competent authority asked for it
    [breach] the terms of use were broken
   *[several] other grounds are in force
 }.
message-account-unlocked-subject = Your { $app } account was unlocked
message-account-unlocked = { $app }: Your account was unlocked at { $time }. If it was not you, call { $callCentre } at once.
message-unlock-requested-subject = Request to unlock your { $app } account
message-unlock-requested = { $app }: We received a request to unlock your account. If it was not you, call { $callCentre } at once.
message-unlock-refused-subject = Your request to unlock { $app }
message-unlock-refused = { $app }: The request to unlock was not granted. Sign in at { $site } for the reason and the next step, or call { $callCentre }.
notice-account-locked = The account was locked at { $time }. Ground: { $ground ->
    [own-request] you asked
    [card-withdrawn] the citizen-id card was withdrawn
    [breach] the terms of use were broken
    [passport-expired] the passport expired
    [stay-expired] the permitted stay expired
    [dissolved] the organisation ceased
    [authority-request] a competent authority asked for it
    [breach] the terms of use were broken
   *[other] by law
 }.
notice-hold-ended = One hold ended at { $time }. The account is still locked: { $rest ->
    [own-request] you asked for it
    [card-withdrawn] the citizen-id card was withdrawn
    [breach] the terms of use were broken
    [passport-expired] the passport expired
    [stay-expired] the permitted stay expired
    [dissolved] the organisation ceased
    [authority-request] a competent authority asked for it
    [breach] the terms of use were broken
   *[several] other grounds are in force
 }.
notice-account-unlocked = The account was unlocked at { $time }.
notice-unlock-requested = We received a request to unlock the account.
notice-unlock-refused = The request to unlock was not granted: { $reason ->
    [proof-unclear] it is not clear enough that the holder asks
    [misuse-suspected] somebody else seems to use the account
   *[other] the holder did not ask
 }.
