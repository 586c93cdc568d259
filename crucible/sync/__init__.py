"""The namespaces of the blocking client, one for each of `crucible.resources`.

Written by scripts/make_sync.py; do not edit.
"""
