"""Words of the command line -> what is printed, and an exit code.

The only room that prints, exits and reads the clock. A command imports its work when it is asked for, so that no --help waits for pandas.
"""
