"""PDF documents, from one self-contained HTML to frozen pages.

* ``wkhtmltopdf``: runs the binary on HTML that needs nothing else (fonts and pictures embedded);
* ``prose`` and ``qr``: texts written by people, and payment codes, made ready for paper;
* ``pages``: cuts what came out, stamps page numbers, joins documents for the printer.

Neither knows a record: HTML and short texts come in, bytes come out.
"""
