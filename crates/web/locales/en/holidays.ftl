# The calendar of working days (WD-1 to WD-5).
menu-holidays = Working days
holidays-year = Year
holidays-year-hint = 2022 to 2050
holidays-show = Show
holidays-of = Days off and days worked in { $year }
holidays-missing = { $year } has no table. Weekends and the fixed holidays are counted, Tet and compensatory days are not: due dates in that year are provisional.
holidays-proposal = The rules propose these days. The Prime Minister fixes Tet and the second National Day: take the proposal over and correct it.
holidays-adopt = Take the proposal over
holidays-day = Day
holidays-day-hint = Day/month/year
holidays-what = What
holidays-name = Name
holidays-kind-off = Off
holidays-kind-working = Worked
holidays-do-off = Offices are closed
holidays-do-working = A Saturday or Sunday is worked instead
holidays-do-remove = Take the day out of the table
holidays-change = Change a day
holidays-words = Name of the day, or why it is taken out
holidays-words-hint = Name the decision that fixed it. At most 200 characters.
holidays-preview = Look at what it means
holidays-confirm-title = Change the calendar?
holidays-terms = Open terms over this day
holidays-running = { $count ->
    [0] None
    [one] { $count } request
   *[other] { $count } requests
 }
holidays-promised = Their due dates were promised and stay as they are. The change counts for what is received from now on.
holidays-save = Change the calendar
holidays-name-new-year = New Year
holidays-name-tet = Lunar New Year
holidays-name-hung-kings = Hung Kings
holidays-name-reunion = Victory Day
holidays-name-labour = Labour Day
holidays-name-national = National Day
holidays-name-compensation = In place of a holiday on a weekend
error-holidays-year = The year must lie between { $from } and { $to }
error-holidays-kind = Choose what is done with the day
error-holidays-words = Write the name of the day, or why it is taken out
error-holidays-not-weekend = Only a Saturday or Sunday can be worked instead of another day
error-holidays-twice = This day stands in the table already
error-holidays-none = This day does not stand in the table
refused-holidays-adopt-first = This year has no table yet. Take the proposal over first.
refused-holidays-adopted = This year has a table already.
activity-holiday-changed = Calendar of working days changed
