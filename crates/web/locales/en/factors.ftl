# Passkeys, authenticator app.
passkey-sign-in = Sign in with a passkey
passkey-failed = Your device gave no answer. Try again, or use your password.
passkeys-title = Passkeys
passkeys-tile = Sign in with the fingerprint, face or PIN of your device
passkeys-text = A passkey takes the place of password and code when you sign in. It stays in your phone or computer and works only after you unlock that device.
passkeys-none = There is no passkey yet.
passkeys-add = Add a passkey
passkeys-add-text = Add one on a device of your own only. Whoever can unlock the device can sign in to this account.
passkeys-name = Name of the passkey
passkeys-name-hint = So that you know the device, for example “My phone”
passkeys-create = Make the passkey { $name }
passkeys-create-text = Press the button and do what your device asks.
passkeys-create-button = Make it on this device
passkeys-unsupported = This browser cannot make passkeys. Use a recent browser and turn JavaScript on.
passkeys-change = Rename or remove { $name }
passkeys-created = Made on
passkeys-never = Never used
passkeys-place = Where it is kept
passkeys-synchronised = Synchronised between your devices
passkeys-here-only = On one device only
passkeys-rename = Rename
passkeys-remove-title = Remove this passkey
passkeys-remove-text = It will no longer sign you in. Delete it in the settings of your device too.
passkeys-remove = Remove { $name }
error-passkey-failed = The answer of your device could not be read. Try again, or use your password.
error-passkey-wrong = This passkey does not sign in here. It may have been removed. Use your password.
error-passkey-name-empty = Enter a name for the passkey
error-passkey-name-long = The name of a passkey has at most 60 characters
refused-no-passkeys = This system cannot take passkeys yet. Use your password.
refused-passkeys-full = The account has 10 passkeys. Remove one before you add another.
refused-passkey-copied = This passkey may have been copied and was not taken. Sign in with your password and remove it.
activity-passkey-added = Passkey added
activity-passkey-named = Passkey renamed
activity-passkey-removed = Passkey removed
activity-passkey-refused = Passkey refused, it may have been copied
activity-authenticator-added = Authenticator app added
activity-authenticator-removed = Authenticator app removed
message-passkey-added-subject = New passkey on your { $app } account
message-passkey-added = { $app }: A passkey ({ $name }) was added to your account. If it was not you, lock the account now at { $site } or call { $callCentre }.
notice-passkey-added = A passkey was added: { $name }. If it was not you, lock the account.
message-passkey-removed-subject = A passkey of your { $app } account was removed
message-passkey-removed = { $app }: The passkey ({ $name }) was removed from your account. If it was not you, lock the account now at { $site } or call { $callCentre }.
notice-passkey-removed = A passkey was removed: { $name }.
message-passkey-refused-subject = A passkey of your { $app } account was refused
message-passkey-refused = { $app }: The passkey ({ $name }) was refused, it may have been copied. Remove it. If it was not you who signed in, lock the account now at { $site } or call { $callCentre }.
notice-passkey-refused = The passkey { $name } was refused, it may have been copied. Remove it.
message-not-me-subject = A device was signed out of your { $app } account and removed
message-not-me = { $app }: A device was signed out and removed as you asked. If it was not you who asked, lock the account now at { $site } or call { $callCentre }.
notice-not-me = A device was signed out and removed because you said it is not you.
sign-in-app-link = Use a code of your authenticator app
sign-in-app-title = Enter the code of your app
sign-in-app-text = Open the authenticator app that you added to the account and enter the 6 digits it shows.
authenticator-title = Authenticator app
authenticator-tile = Codes for signing in without messages
authenticator-text = An authenticator app gives you codes for signing in without messages. The code by message goes on working.
authenticator-begin = Add an app
authenticator-scan = Open the authenticator app on your phone and scan this QR code. Show this page to nobody.
authenticator-qr = QR code with the setup key of the authenticator app
authenticator-key-text = If you cannot scan it, choose to enter a setup key in the app and type the text below. Send it to nobody.
authenticator-open = Open the app on this device
authenticator-code-hint = The 6 digits that the app shows
authenticator-confirm = Confirm
authenticator-anew = Start again
authenticator-anew-text = If somebody else saw the QR code, or the app does not take it, get a new QR code. The old one will stop working.
authenticator-anew-button = Get a new QR code
authenticator-anew-stay = Back to this QR code
authenticator-remove = Remove the app
error-authenticator-wrong = The code is wrong or was used. Wait for the next one.
refused-authenticator-there = The account has an authenticator app. Remove it first.
message-authenticator-added-subject = New authenticator app on your { $app } account
message-authenticator-added = { $app }: An authenticator app was added to your account. If it was not you, lock the account now at { $site } or call { $callCentre }.
notice-authenticator-added = An authenticator app was added. If it was not you, lock the account.
message-authenticator-removed-subject = The authenticator app of your { $app } account was removed
message-authenticator-removed = { $app }: The authenticator app of your account was removed. If it was not you, lock the account now at { $site } or call { $callCentre }.
notice-authenticator-removed = The authenticator app was removed.
password-keep-others = Other ways to sign in
password-keep-others-some = There are: { $names }
password-keep-others-yes = Keep them. Otherwise every passkey and the authenticator app end with the old password, because whoever knew it may have made them
message-password-changed-ended-subject = Your { $app } password was changed
message-password-changed-ended = { $app }: Your password was changed. { $kind ->
    [passkeys] The passkeys were
    [app] The authenticator app was
   *[both] The passkeys and the authenticator app were
} removed. If it was not you, lock the account now at { $site } or call { $callCentre }.
notice-password-changed-ended = The password was changed. { $kind ->
    [passkeys] The passkeys were
    [app] The authenticator app was
   *[both] The passkeys and the authenticator app were
} removed.
# Follows the first sentence of a message.
ways-ended = { $kind ->
    [passkeys] { " " }Passkeys that were removed: { $names }.
    [app] { " " }The authenticator app was removed.
    [both] { " " }Passkeys that were removed: { $names }. The authenticator app was removed too.
   *[none] { "" }
}
sign-in-device-keep = Passkeys that were made on the old phone
sign-in-device-keep-hint = If there are none, nothing changes.
sign-in-device-keep-yes = Keep them. Otherwise they end with the old phone
message-new-device-passkeys-ended-subject = New device on your { $app } account
message-new-device-passkeys-ended = { $app }: Your account was used on a new device ({ $device }). Passkeys made on the old phone were removed. If it was not you, lock the account now at { $site } or call { $callCentre }.
notice-new-device-passkeys-ended = The account was used on a new device: { $device }. Passkeys made on the old phone were removed. If it was not you, lock the account.
