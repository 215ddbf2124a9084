"""How the shop is: checks, figures and their series, failed work, backups, unanswered searches.

Asked by whoever is on call (`ops`) and by staff (`backoffice`), and measured once for both.
"""
