# Words of the frame: header, footer, errors of any page.
brand = Dinh Danh
brand-description = Electronic identity account and document wallet
audience-citizen = Electronic identity
audience-counter = Counter
audience-console = Console
audience-inspect = Document check
audience-public = Electronic identity
official-line = Official site.
official-how = How you know
official-more = Enter your details only when the address bar shows exactly { $domain }. Officials never ask for your password, verification code or passcode, by phone, by message or in person.
demo-tag = Demonstration
demo-text = All people, documents and results here are invented.
post-office-title = Post office
post-office-text = Every text message and e-mail that would be sent. Only a demonstration has this page.
post-office-search = Phone or e-mail address
post-office-none = No messages
post-office-none-text = New messages appear within seconds.
post-office-at = Sent
post-office-words = Text
skip-link = Skip to main content
language = Language
language-vi = Tiếng Việt
language-en = English
main-places = Main places
tab-home = Home
tab-wallet = Wallet
tab-personal = Personal
back = Back
sign-out = Sign out
signed-in-as = Signed in: { $name }
footer-heading = Support
footer-help = Help
footer-accessibility = Accessibility
footer-lock = Lock an account now
footer-larger = Larger text
footer-normal = Normal text
footer-version = Version { $version }
title = { $title } – { brand }
title-error = Error: { $title } – { brand }
error-word = Error
errors-heading = There is a problem
warning-word = Warning
success-word = Success
notice-word = Notice
password-show = Show
password-show-label = Show password
password-hide = Hide
password-hide-label = Hide password
date-day = Day
date-month = Month
date-year = Year
photo-open = Use the camera
photo-shoot = Take the photo
photo-again = Take it again
photo-taken = Photo taken
photo-refused = The camera cannot be used. Choose a photo file.
clock-days = { $count ->
    [one] { $count } day left
   *[other] { $count } days left
 }
clock-hours = { $count ->
    [one] { $count } hour left
   *[other] { $count } hours left
 }
clock-minutes = { $count ->
    [one] { $count } minute left
   *[other] { $count } minutes left
 }
clock-over-days = { $count ->
    [one] { $count } day over
   *[other] { $count } days over
 }
clock-over-hours = { $count ->
    [one] { $count } hour over
   *[other] { $count } hours over
 }
clock-over-minutes = { $count ->
    [one] { $count } minute over
   *[other] { $count } minutes over
 }
fault-400-title = The request could not be read
fault-400-text = What was sent holds characters that are not allowed, or was cut off. Go back and try again.
fault-403-title = You cannot continue from this page
fault-403-text = The page was open for too long or was sent from elsewhere. Open the page again and send it once more. Nothing was changed.
fault-forbidden-title = You may not do this
fault-forbidden-text = This task is not part of your role. If it is your task, ask the head of your unit. Nothing was changed.
fault-404-title = Page not found
fault-404-text = If you typed the address, check it. If you followed a link, the page may have moved.
fault-413-title = The file is too large
fault-413-text = What was sent is larger than allowed. Choose a smaller file.
fault-429-title = Too many tries
fault-429-text = Wait a while, then try again.
fault-500-title = Something went wrong on our side
fault-500-text = The fault is ours. Everything already confirmed to you still stands. Try again in a few minutes.
fault-503-title = The service is busy
fault-503-text = Try again in a few minutes. Your documents are safe.
fault-reference = If you ask for help, give this code: { $reference }
fault-home = Go to the home page
