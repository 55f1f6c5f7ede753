# Locking without signing in, and short locks (UX-12).
lock-out-now = Lock now without signing in
help-lost-now = Lock without signing in: number and password, or a code
lock-now-title = Lock an account now
lock-now-text = Your number and one more proof are enough to lock, for { $hours } hours. The account is locked the moment the proof is right.
lock-now-way = How do you prove that it is you?
lock-now-password = With the password
lock-now-code = With a code to the registered phone or e-mail address
lock-now-submit = Lock the account
lock-now-undo = To take the lock back you sign in with password and code. Nobody can unlock with less.
lock-now-other = Neither of them at hand? Call { $phone } or take your citizen-id card to a commune police office.
lock-now-code-title = Enter the code to lock
lock-now-code-text = If number and contact belong to one account, we have sent a code. The account is locked as soon as you enter it.
lock-now-done-title = The account is locked
lock-now-done-text = Every session has ended. This lock lasts { $hours } hours; an account that was locked before stays locked as it was.
lock-now-done-next = What now?
lock-now-done-keep = To keep it locked: sign in with password and code and confirm the lock, or call { $phone }.
lock-now-done-undo = To take it back: sign in with password and code.
lock-now-done-nothing = If you do nothing, the account opens again when the time is over.
short-title = A short lock
short-text = This lock was placed with one proof only and ends by itself at { $time }. You have signed in with two, so you may decide.
short-confirm = Keep the account locked
short-take-back = Take the lock back
way-out-short = It ends by itself at { $time }, unless you keep it. You can take it back on this page.
call-short-lock = A short lock placed without sign-in is in force until { $time }. Locking here keeps it without an end.
error-lock-now-wrong = The identification number or the password is not right; the account was not locked
error-lock-now-way = Choose password or code
refused-lock-now-often = The code was right, but this account was locked by a code three times within seven days. Call the call centre or go to a counter to lock it.
message-account-locked-short-subject = Your { $app } account was locked for a while
message-account-locked-short = { $app }: Your account was locked without sign-in at { $time }, until { $until }. To keep it locked or to take it back, sign in at { $site } with password and code. If it was not you, call { $callCentre }.
message-lock-confirmed-subject = Your { $app } account stays locked
message-lock-confirmed = { $app }: The lock of your account was confirmed at { $time } and has no end any more. If it was not you, call { $callCentre }.
message-lock-expired-subject = The short lock of your { $app } account is over
message-lock-expired = { $app }: The short lock of your account ended at { $time }. { $rest ->
    [none] The account is open again.
   *[some] Other grounds still hold it.
 } If you still need a lock, lock it at { $site } or call { $callCentre }.
notice-account-locked-short = The account was locked without sign-in at { $time }, until { $until }.
notice-lock-confirmed = The lock was confirmed at { $time } and has no end any more.
notice-lock-expired = The short lock ended at { $time }. { $rest ->
    [none] The account is open again.
   *[some] Other grounds still hold it.
 }
