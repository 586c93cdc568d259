"""Write what is derived from openapi/crucible.yaml, check it, or compare the document with the service's own.

    regenerate                       rebuild generated/crucible_api and crucible/openapi from the document
    regenerate --check               say what is stale or against the rules; write nothing
    regenerate --from URL|FILE       report what the service's own document has changed; write nothing
    regenerate --from ... --write    take the changes over into the document, then rebuild

Exit codes: 0 all is well, 1 there are findings or changes, 2 something could not be read or done.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from document import (
    changes,
    generate,
    lint,
    merge,
    normalise,
    reports,
    service,
    usage,
    views,
    written,
    yamlread,
    yamlwrite,
)
from document.tree import DocumentError

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Do what the arguments ask for and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="regenerate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="write nothing; say what is stale or against the rules")
    what.add_argument("--from", dest="source", metavar="URL|FILE", help="compare with the service's own document")
    parser.add_argument("--write", action="store_true", help="with --from: take the changes over and rebuild")
    parser.add_argument("--json", action="store_true", help="with --from: print the report as JSON")
    parser.add_argument("--root", type=Path, default=ROOT, help="folder that holds openapi, generated and crucible")
    options = parser.parse_args(arguments)
    if (options.write or options.json) and options.source is None:
        parser.error("--write and --json belong to --from")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        if options.check:
            return check(options.root)
        if options.source is not None:
            return refresh(options.root, options.source, write_it=options.write, as_json=options.json)
        return rebuild(options.root)
    except (DocumentError, generate.GenerationError) as error:
        print(f"regenerate: {error}", file=sys.stderr)
    except OSError as error:
        print(
            f"regenerate: {error.filename or 'a file'}: {error.strerror or error}; nothing was changed", file=sys.stderr
        )
    return 2


def rebuild(root: Path) -> int:
    """Write the document in its style, the views and the package."""
    if report(generate.wrong_tools(root)):
        return 1
    text, document = generate.load(root / generate.DOCUMENT)
    return write(root, document, text)


def write(root: Path, document: yamlread.Yaml, before: str) -> int:
    """Write a document and what belongs to it, unless it breaks the rules."""
    text = yamlwrite.write(document)
    document = yamlread.read(text)
    if report(breaches(document, text)):
        print("regenerate: nothing was written", file=sys.stderr)
        return 1
    outputs = generate.build(root, text, document.value)
    if text != before:
        outputs[generate.DOCUMENT] = text.encode()
    changed = written.changed(root, outputs)
    if changed:
        written.install(root, outputs)
    print(f"{len(changed)} files written" if changed else "everything was up to date")
    return 0


def check(root: Path) -> int:
    """Say what is stale or breaks the rules."""
    findings = [*generate.wrong_tools(root), *written.edited_sources(root)]
    text, document = generate.load(root / generate.DOCUMENT)
    if findings:  # what was written from other sources need not be compared
        findings += breaches(document, text)
    else:
        with ThreadPoolExecutor(1) as pool:  # the generator is a process of its own and works meanwhile
            outputs = pool.submit(generate.build, root, text, document.value)
            findings = [*breaches(document, text), *written.stale(root, outputs.result())]
    if report(findings):
        return 1
    print("document, views and generated package are up to date")
    return 0


def breaches(document: yamlread.Yaml, text: str) -> list[str]:
    """The rules that a document breaks."""
    return [f"{generate.DOCUMENT}, {finding}" for finding in lint.lint(document, text)]


def report(findings: list[str]) -> bool:
    """Print findings; whether there are any."""
    for finding in findings:
        print(f"regenerate: {finding}", file=sys.stderr)
    return bool(findings)


def refresh(root: Path, source: str, *, write_it: bool, as_json: bool) -> int:
    """Report what the service's own document changes; with `write_it` take it over."""
    text, document = generate.load(root / generate.DOCUMENT)
    ours = views.view(document.value, "v3")
    theirs = normalise.normalise(service.obtain(source, ours), ours)
    found = usage.with_modules(changes.compare(ours, theirs), root, ours, theirs)
    print(reports.as_json(found) if as_json else reports.as_text(found))
    if not write_it:
        return 1 if found else 0
    if not found:
        return 0
    if report(generate.wrong_tools(root)):
        return 1
    return write(root, merge.merge(document, theirs), text)


if __name__ == "__main__":
    sys.exit(main())
