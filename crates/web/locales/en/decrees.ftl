# The two decrees side by side (I10).
decrees-title = The two decrees, side by side
decrees-text = A request is judged by the decree in force on the day it was received. What both say alike has no mark.
decrees-what = What
decrees-from = { $decree }, from { $day }
decrees-differs = Difference
decrees-other = differs
decrees-terms = Terms
decrees-ages = Ages
decrees-cases = Requests to lock or unlock
decrees-working-days = { $days ->
    [one] { $days } working day
   *[other] { $days } working days
 }
decrees-calendar-days = { $days } days
decrees-citizen = Citizens
decrees-foreigner = Foreigners
decrees-own = from { $age }: own account up to level { $level }
decrees-represented = from { $age }: own account up to level { $level }, a representative registers
decrees-guardian = from { $age }: under the account of parent or guardian
decrees-no-step = no such step
decrees-forward = Receiving unit forwards
decrees-decide = Competent head decides
decrees-who = Who decides
decrees-who-59 = the head of the unit that received it, from the commune up to the ministry
decrees-who-69 = the head of the central authority
decrees-asks = Who may ask
decrees-asks-59 = prosecuting bodies, competent authorities, service users
decrees-asks-69 = prosecuting bodies, competent authorities
decrees-clock-level1-citizen = Citizen, level 1
decrees-clock-level2-citizen = Citizen, level 2
decrees-clock-citizen-without-chip = Citizen without a chip card
decrees-clock-level1-foreigner = Foreigner, level 1
decrees-clock-level2-foreigner-known = Foreigner, level 2, portrait and fingerprints on file
decrees-clock-level2-foreigner-new = Foreigner, level 2, not on file
decrees-clock-organisation-known = Organisation in a database
decrees-clock-organisation-new = Organisation in none
decrees-clock-lock-case = Request to lock
decrees-clock-unlock-case = Request to unlock
decrees-clock-activation = Activation
decrees-no-form = no form
decrees-filing-person = A person's account of level 2
decrees-filing-organisation = An organisation's account
decrees-filing-lock = Lock, unlock
