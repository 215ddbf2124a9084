"""A code from an authenticator app beside the password, for whoever wants it.

The arithmetic, the tables and single use of codes are django-otp's; guesses are counted by `guard`.
"""
