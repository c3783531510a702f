"""E-mails as bytes and headers, without a database."""
