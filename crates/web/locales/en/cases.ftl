# Bodies' requests to lock or unlock (D59-19.1.b to D59-19.4.c).
menu-cases = Requests of authorities
cases-title = Requests of authorities
cases-text = Requests to lock or unlock an account, sent by a prosecuting body, another competent authority or a user of the service. The head of the unit decides within the time the law gives.
cases-new = Receive a request
cases-search = Search by reference, body or letter
cases-search-button = Search
cases-tab-all = Waiting
cases-tab-mine = Mine
cases-tab-overdue = Overdue
cases-tab-decided = Decided
cases-none = No requests
cases-none-text = Requests that are received here or moved here will appear.
cases-reference = Reference
cases-wish = Asked for
cases-body = Body
cases-received = Received
cases-clock = Time left
cases-handler = Handled by
cases-escalated = Time runs out at the unit below
case-wish-lock = Lock the account
case-wish-unlock = Unlock the account
case-letter-of = No. { $letter } of { $day }
case-state-approved = Approved
case-state-refused = Refused
case-new-title = Receive a request to lock or unlock
case-new-text = The time counts from the working day after receipt. The holder is told only when the request is decided.
case-new-button = Receive
case-lock = Reference of the request that locked it
case-lock-hint = In the form YC-XXXXX-XXXXX. Leave it empty where one request only keeps the account locked.
case-placed-by = By request { $reference }
case-number-of = Identification number of the holder, or code of the organisation
case-requester = Who asks
case-requester-prosecuting-body = Prosecuting body
case-requester-competent-authority = Another competent authority
case-requester-service-user = User of the authentication service
case-central = Central body of department level or higher
case-body-name = Name of the body
case-letter = Number of its letter
case-letter-date = Date of its letter
case-letter-date-hint = For example 05/03/2026
case-email = E-mail address for the answer
case-email-hint = Only the reference and the outcome are sent, no personal data.
case-basis = Legal basis
case-basis-hint = The law that allows the request, as the letter names it. At most 1,000 characters.
case-papers = Papers
case-papers-hint = At most 3 PDF files of up to 3 MB each.
case-title = Request { $reference }
case-calendar-incomplete = There is no table of holidays for a year this time runs through. Only weekends are counted; load the holidays, then check again.
case-forward-by = To be forwarded to the competent authority by
case-unit = Unit it lies with
case-account = Account
case-no-holds = The account is not locked.
case-moves = Moved
case-take = Take it in hand
case-decision = Decision
case-approve-lock = Approve: lock the account at once
case-approve-unlock = Approve: end the ground that request { $reference } placed
case-refuse = Refuse in writing
case-refusal = Reason of the refusal
case-refused-no-legal-basis = The request names no law that allows it
case-refused-body-not-competent = The body has no competence for it
case-refused-papers-insufficient = The papers do not show enough
case-refused-another-person = The person named is not the holder of the account
case-refused-ground-absent = The ground named no longer exists or never did
case-words = Text of the written answer
case-words-hint = Say why, and what the body can do next. At most 2,000 characters.
case-decide = Save the decision
case-transfer = Move to another unit
case-transfer-to = Move to
case-transfer-words = Why it is moved
case-transfer-button = Move
case-outcome = Outcome
case-letter-vi = Download the written answer (Vietnamese)
case-letter-en = Download the written answer (English)
error-case-name-missing = Enter the name of the body
error-case-letter-missing = Enter the number of its letter
error-case-basis-missing = Name the law that allows this request
error-case-words-missing = Write the text of the answer
error-case-transfer-missing = Write why it is moved
error-case-wish = Choose to lock or to unlock
error-case-requester = Choose who asks
error-case-requester-not-named = Decree 69/2024/ND-CP no longer lets users of the service make this request
error-case-nothing-to-unlock = No authority's request keeps this account locked; there is nothing to unlock
error-case-which-lock = Several requests keep this account locked; enter the reference of the one to end
error-case-no-such-lock = No request of this reference keeps the account locked; check it
error-case-no-account = Nobody with this number has an account
error-case-unit = Choose another unit that exists now
error-case-verdict = Choose to approve or to refuse
error-date-format = Write the date as day/month/year, for example 05/03/2026
error-date-future = The date cannot be after today
error-date-old = The letter is older than 5 years; check its date
error-papers-many = At most { $limit } files
error-papers-large = Each file may have at most { $limit } MB
error-papers-not-pdf = The file is not a PDF; export the paper as PDF and choose it again
refused-case-decided = This request has been decided.
refused-case-not-head = Only the head of the unit decides this request.
refused-case-other-unit = This request lies with another unit. To decide it here, that unit must move it here.
refused-case-not-competent = A unit of this level has no authority over this body's requests. Move it to the unit that has.
message-case-received-subject = { $app } received request { $reference }
message-case-received = { $app }: Request { $reference } was received. It will be decided by { $time }.
message-case-approved-subject = Outcome of request { $reference }
message-case-approved = { $app }: Request { $reference } was approved at { $time }; { $wish ->
    [lock] the account is locked
   *[unlock] the ground placed by request has ended
 }.
message-case-refused-subject = Outcome of request { $reference }
message-case-refused = { $app }: Request { $reference } was refused at { $time }. Reason: { $reason ->
    [no-legal-basis] it names no law that allows it
    [body-not-competent] the body has no competence for it
    [papers-insufficient] the papers do not show enough
    [another-person] the person named is not the holder
   *[ground-absent] the ground named does not exist
 }. The unit sends the written answer.
message-case-refused-holder-subject = A request about your { $app } account was refused
message-case-refused-holder = { $app }: A body asked to { $wish ->
    [lock] lock
   *[unlock] unlock
 } your account; the request was refused at { $time }. Your account is unchanged. Reference: { $reference }.
notice-case-refused-holder = A body's request to { $wish ->
    [lock] lock
   *[unlock] unlock
 } the account was refused at { $time }. The account is unchanged. Reference: { $reference }.
letter-number = No. { $reference } · { $day }
letter-title = Answer to a request to { $wish ->
    [lock] lock
   *[unlock] unlock
 } an electronic identification account
letter-to = To: { $name }
letter-asked = On { $received } this unit received the request to { $wish ->
    [lock] lock
   *[unlock] unlock
 } an electronic identification account by your letter no. { $letter } of { $day }. Having examined it, the unit does not approve the request.
letter-law = This answer is given under { $regime ->
    [decree69] article 15 of Decree 69/2024/ND-CP
   *[decree59] { $wish ->
        [lock] point c, clause 1, article 19 of Decree 59/2022/ND-CP
       *[unlock] clause 4, article 19 of Decree 59/2022/ND-CP
    }
 }.
letter-reason = Reason
letter-next = You may send a new request once the reason above is mended, or appeal to the unit above this one.
letter-signature = Head of the unit
