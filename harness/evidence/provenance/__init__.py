"""Where the numbers of a notebook come from: computed from the data, or typed.

Source code is read and never run here: an abstract interpretation follows values through assignments, loops, helper
functions and the student's own modules, and knows of each whether the data went into it and what literals did.
"""
