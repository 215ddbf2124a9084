"""What shoppers did with what they were shown: seen, clicked, put into the basket, bought.

Nobody is known by it: no address, no cookie, no account. What belongs together says so by the
`request_id` of the answer that was shown.
"""
