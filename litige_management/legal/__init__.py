"""What is owed, and the law it rests on, as functions on plain values.

This layer imports neither Odoo nor any record: dates, `Decimal` amounts and rates
come in, immutable values come out. It is tested without a database.

* ``standing``: who the debtor is in law, and what follows from it;
* ``semesters``: calendar arithmetic (semesters, months as procedure counts them);
* ``rates``: dated values of the law, handed in by the caller, never extrapolated;
* ``debts``: what an invoice looks like to the law (instalments, payments, credits);
* ``applied``: the rate that applies on each day of a debt, with its sources;
* ``interest``: late-payment interest by segment, and the fixed indemnity;
* ``imputation``: payments set against interest first (art. 1343-1 C. civ.);
* ``statement``: the statement of sums due, its totals and its JSON form;
* ``instalments``: a sum in parts, and their dates;
* ``execution``: payments against the instalments of an agreement, and what is left if it fails;
* ``judgment``: interest after a decision, and the time a judge may give;
* ``procedure``: which step of a proceeding may come next, and why another may not;
* ``buckets``: how much of a claim is still open, disputed or not;
* ``dunning``: whom the reminders of a day reach, at which step, and who is left alone;
* ``words``: amounts in words for legal documents;
* ``typography``: figures, dates and spaces as letters print them;
* ``chain``: the seals of a chronology, and its first broken link;
* ``timestamp``: time-stamp tokens (RFC 3161) over the head of a chain;
* ``courts``: which court judges a claim, and whether it asks for an amicable attempt first;
* ``amicable``: which amicable ways are open on a dispute, and why;
* ``claim_facts``, ``suits``, ``judicial``, ``decision``: which judicial ways are, and why;
* ``verdict``: the form of these answers;
* ``admissibility``: what a letter may announce of them;
* ``suspension``: how an amicable attempt suspends the limitation (art. 2238 C. civ.);
* ``deadlines``: delays of procedure, holidays, distance (art. 641 to 643 CPC);
* ``limitation``: until when a claim can be sued for, and what moves that day;
* ``insurance``: whether a legal-protection contract covers a dispute, and until when to declare it.
"""
