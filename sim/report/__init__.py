"""Reports of stored runs: one document, written as an HTML page, as Markdown or as PDF.

What is said is put together by pure functions of stored runs (:mod:`sim.report.one_run`,
:mod:`sim.report.several`) as a :class:`~sim.report.document.Document`; the writers only lay it out.
"""
