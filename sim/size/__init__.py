"""How large a stockpile must be: the smallest that meets a target, in each form it may be held.

All sizes are run with the same seed, so history 17 meets the same draws at each: the answer is the
size at which enough of the same histories come through. What is run of a size is kept, so that a
search that was broken off goes on where it stopped.
"""
