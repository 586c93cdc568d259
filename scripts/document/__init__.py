"""The one document and what is derived from it: reading, rules, views, the generated package, the service's changes.

``openapi/crucible.yaml`` is read (`yamlread`), checked (`lint`, `examples`), and turned into the two views of the API
versions (`views`). The v3 view is rewritten for openapi-python-client (`generator_view`) and the package made from it
(`generate`). All outputs are compared with what stands on disk, or replace it as a whole (`written`).

The service's own document is fetched and refused unless it fits (`service`), put into our words (`normalise`), compared
with our v3 view (`schemachanges`, `changes`), and the modules that use what changed are named (`usage`, `reports`). On
request it is taken over into our document (`merge`), which is then written in its one style (`yamlwrite`).

Decisions:

- The document is formatted by a writer of our own. Without one, a document that a program has changed would differ from
  the former one in every line, and nobody could review it.
- The hashes of all sources are recorded beside the package. Comparing outputs alone would not notice an edit in a
  template that happens to have no effect.
- The generator gets a view of its own in place of patches to its output: what it cannot read well is said differently.
- Templates are overridden as few as possible and guarded by the hashes of upstream's, because upstream changes them in
  patch releases and gives no promise about them.
"""
