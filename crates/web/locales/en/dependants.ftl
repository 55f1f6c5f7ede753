# Children and wards (D59-11.1).
dependants-title = Children and wards
dependants-tile = Those under fourteen or in your guardianship stand under your account
dependants-text = Children under fourteen and people in your guardianship have no sign-in of their own. They stand under your account for as long as the register names you as parent or guardian.
dependants-none = Nobody stands under your account
dependants-none-text = Add a child or ward below.
dependants-add = Add a child or ward
dependants-by-passport = A foreign child or ward: passport instead of the number
dependants-add-button = Add
dependants-number = Their personal number
dependants-number-hint = 12 digits, as on the birth certificate or card
dependants-remove = Take { $name } off
dependants-remove-over = Take off this list
dependants-over = No longer under your account
dependants-over-text = The register does not put this person under your account any more. The reason may be age, another guardian or another change of civil status. If the register is wrong, ask the commune police to correct it.
error-dependant-not-yours = The register does not name you as parent or guardian of somebody under fourteen or in guardianship with this number and birthday. Check both, or ask the commune police to correct the record
refused-dependant-there = This person stands under your account already.
refused-dependant-level-two = This needs an account of level 2. A police counter gives it.
