"""The whole job, once, on a Crucible of one's own: for a first look, and as the proof that every part works.

``job.py`` does it with nothing but the public client, so it reads as an example of it. ``report.py`` shows the
progress. The three files in ``files/`` are small and true to their formats; ``scripts/make_demo_files.py`` writes them.
"""
