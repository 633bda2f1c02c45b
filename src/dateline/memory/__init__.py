"""Remember the last build, so that the next does work in proportion to what changed.

What is remembered is never needed: without it, or where it is damaged, older or of another
Dateline, everything is made anew, and is the same. Nothing here is more than data, and none of it
is run; but it is believed (docs/decisions/incremental.md).

Loads next to nothing, for a build that has nothing to do ends here.
"""
