"""What comes in from outsiders: cleaned and checked before anything looks at it. No ORM here."""
