# Fingerprints examined when they are taken, and compared by machine.
counter-fingers-tried = { $finger }: { $count ->
    [one] 1 try was no good
   *[other] { $count } tries were no good
 }.
counter-fingers-next = Take next: { $finger }. { $left ->
    [one] This is the last try of this finger.
   *[other] { $left } tries of this finger are left.
 }
counter-fingers-enough = There are prints enough.
counter-fingers-worn = The prints are worn on several fingers. Ask for no more: record the reason below.
machine-fingers-title = Fingerprints compared by machine
machine-fingers-absent = This server does not compare fingerprints. The prints are kept.
machine-finger = Finger
machine-finger-score = Score { $score }. The band is of this finger by itself; the fingers together decide.
machine-fingers-means-match = Score { $score } together (match from { $from }). About one stranger in { $many } at most reaches the level of a match.
machine-fingers-means-weak = Score { $score } together (match from { $from }), but one finger has too little by itself, so it is no match. Another officer must look at the portraits.
machine-fingers-means-unclear = Score { $score } together (match from { $from }). This is below the level that one stranger in { $many } reaches: another officer must look at the portraits.
machine-fingers-means-no-match = Score { $score } together (match from { $from }). The machine does not find the same fingers. That is no proof: prints wear, fingers are mixed up. Take them again; if it stays so, another officer must look at the portraits.
machine-print-live = Print taken now
machine-print-reference = Print on record
machine-no-reference = Nothing on record
machine-no-reference-text = The register has no portrait of this person. This is not a "no match".
machine-fingers-no-reference-text = The register has no fingerprints of this person. This is not a "no match"; the portraits are compared all the same.
machine-finger-no-reference-text = The register has no print of this finger. This is not a "no match".
machine-why-finger-not-on-record = the register has prints of other fingers only; take those, best both index fingers
machine-why-finger-register-silent = the register does not answer
machine-why-finger-engine-failed = the machine broke down on it
machine-why-finger-other-engine = the machine was replaced
machine-why-finger-foreign = it comes from another machine
machine-why-finger-no-finger = there is no finger on it
machine-why-finger-many = there is more than one finger on it
machine-why-finger-too-few = it has too few features
machine-why-finger-too-hard = it is too hard to compare
machine-why-finger-small-area = too little of the finger is on it
machine-why-finger-unclear = the ridges are not clear
machine-why-finger-few-minutiae = it has too few features
machine-why-finger-too-small = the picture is too small
machine-why-finger-dimensions = the picture is too large
machine-why-finger-damaged = the file is damaged
machine-why-finger-truncated = the file ends too early
machine-why-finger-unsupported = this kind of WSQ is not read
machine-why-finger-wrong-density = it is not of 500 pixels an inch
machine-why-finger-not-grey = it is in colour
machine-why-finger-not-an-image = it is no image
machine-why-fingers-one = both prints are of one finger
error-finger-truncated = The file ends too early. Take the print again and send the whole file
error-finger-unsupported = This kind of WSQ is not read. Set the scanner to 500 pixels an inch, grey, or send PNG
error-finger-wrong-density = The picture is not of 500 pixels an inch. Set the scanner to 500 pixels an inch, grey, and take the print again
error-finger-wrong-length = The picture is incomplete. Set the scanner to 500 pixels an inch, grey, and take the print again
error-finger-no-finger = There is no finger on the picture. Clean the plate and the finger, press flat and take the print again
error-finger-many = There is more than one finger on the picture. Take one finger alone
error-finger-too-few = The print has too few features. Take another finger
error-finger-too-hard = The machine cannot work with this print. Take another finger
error-finger-small-area = Too little of the finger is on the picture. Clean the plate and the finger, press flat and take the print again
error-finger-unclear = The ridges are not clear. Clean the plate and the finger, press flat and take the print again
error-finger-few-minutiae = The print has too few features. Take the print again
error-finger-other-engine = The machine was replaced. Tell whoever looks after the system
error-finger-foreign = The file comes from another machine. Tell whoever looks after the system
error-finger-tries-over = Three tries of this finger were no good. Take another finger, or record the reason why fingerprints cannot be taken
error-fingers-one = This is the same finger as { $other ->
    [right-thumb] the right thumb
    [right-index] the right index finger
    [right-middle] the right middle finger
    [right-ring] the right ring finger
    [right-little] the right little finger
    [left-thumb] the left thumb
    [left-index] the left index finger
    [left-middle] the left middle finger
    [left-ring] the left ring finger
   *[left-little] the left little finger
 }, which was taken already. Take another finger, or remove that print
second-look-why-fingers-no-match = the machine does not find the same fingers
second-look-why-fingers-unclear = the machine is not sure of the fingers
second-look-why-fingers-other = the register has prints of this person, but of other fingers than those taken
scan-title = Take with the scanner
scan-text = Clean the plate. Press the button first, then lay the finger on it and capture with the scanner's program: pictures from before the button are not taken.
scan-agent = Computer with the scanner
scan-button = Take with the scanner: { $finger }
scan-waiting = Waiting for the scanner: { $finger }. Capture it now.
scan-kept = The print came from the scanner: { $finger }.
scan-refused = The scanner's picture is no good: { $finger }.
scan-silence = The scanner did not answer in time, or was asked for another finger. See whether the computer with the scanner is on, then press again.
why-scan-nothing = { $finger }: no picture came within a minute. See whether the scanner's program writes into the right folder, press again, then capture.
why-scan-older = { $finger }: the picture that came was made before the button was pressed, or written over a file that lay there. It may be of the person before and is not taken. Empty the scanner's folder, press again, then capture; if it stays so, look at that computer's clock.
why-scan-folder = { $finger }: the computer cannot read the scanner's folder. Tell who looks after it, or hand the picture in below.
why-scan-not-image = { $finger }: what came is no PNG, JPEG or WSQ picture. Set the scanner's program to one of these, then press again.
why-scan-too-large = { $finger }: the file is larger than 2 MB, so it is no picture of one finger. Set the scanner to single fingers and 500 pixels an inch, then press again.
why-scan-several = { $finger }: several pictures came at once. Nobody knows which is of this finger, so none was taken. Press again and capture once.
why-scan-decided = { $finger }: the registration was decided before the picture came.
error-scanner-choose = Choose the computer with the scanner
activity-finger-scan-asked = An officer asked for a fingerprint by the scanner
activity-finger-scanned = The fingerprint scanner of a counter answered
