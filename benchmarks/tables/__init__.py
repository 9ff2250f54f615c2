"""One file per table of results, each with `measure(names, effort)`, which gives a section of Markdown."""
