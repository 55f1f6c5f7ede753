# Help: whom to call, what to bring, how to know an impostor.
help-title = Help
help-call = Call { $phone } at any time.
help-lost-title = Lost phone or card
help-lost-text = Lock your account here at once, or call { $phone }. A lock takes effect everywhere immediately.
help-lost-link = Lock your account now
help-counter-title = Without a smartphone
help-counter-text = Everything can be done at the commune police with your identity card.
help-bring-link = What to bring
help-free-title = What it costs
help-free-text = Nothing. Registering, level 2, adding documents, locking and unlocking are free of charge, in the app, by phone and at a counter. Whoever asks you for money is an impostor.
help-paper-title = Paper driving licences
help-paper-text = Many paper licences cannot be added yet, because the register lacks their data. You need not exchange yours for a plastic card (PET): that is advised, not compulsory, and the paper licence stays valid. To have it added, ask the office that issued it to update its data.
help-scam-title = Knowing a false officer
help-scam-site = The only official address is { $site }. Type it yourself.
help-scam-calls = We never call you to ask for a password, verification code or passcode, and never ask you to share your screen or let somebody control your phone.
help-scam-links = Our messages hold no link to anywhere else.
help-scam-app = We send nobody an app to install. Install apps only from the official store of your phone.
help-scam-report = Told somebody a code, or installed a strange app? Lock your account now, then call { $phone } to report it.
help-keep-title = What you see to yourself
help-keep-secret = Keep your password, passcode and codes to yourself; lend your account to nobody.
help-keep-loss = Tell us at once when a phone or card is lost: reporting a loss locks the account.
help-keep-true = Give true details.
bring-title = What to bring
bring-text = For what you want to do. All of it is free of charge.
bring-when = { $days ->
    [one] Decided within one working day of a complete dossier.
   *[other] Decided within { $days } working days of a complete dossier.
}
bring-one-title = Level 1, in the app
bring-two-title = Level 2, at a counter
bring-foreigner-title = Level 2, foreigners
bring-no-card-title = Level 2 without a valid chip card
bring-no-card-text = Apply for the identity card and the account together, where cards are issued. Bring your older identity papers if you have them.
bring-help-title = Locking, unlocking, a lapsed activation, an old device: at a counter
bring-help-card = your identity card with a chip
bring-call-title = The same by phone, { $phone }
bring-call-number = your personal identification number
bring-call-card = your identity card, for questions about what is printed on it
bring-call-contact = the phone or e-mail address you registered, for a code that serves this call only
bring-never = Nobody needs your password or passcode, not even at a counter.
help-principles-title = Principles
help-principles-true = An electronic identity is accurate, and each person has one.
help-principles-secret = Data are kept secret; who reads them, and why, is on record for you to see.
help-principles-ban = Nobody may use an account unlawfully or interfere with the system.
