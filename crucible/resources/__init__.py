"""The logic of every noun and verb, once, as coroutines that wait for nothing but a port.

The blocking client runs them through `crucible.sync`, which ``scripts/make_sync.py`` writes from here. A method that is
no coroutine and returns an `AsyncListing` returns a `Listing` there.
"""
