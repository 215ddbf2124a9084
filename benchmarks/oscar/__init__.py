"""A shop of django-oscar beside ours: its own database on the same server, the same catalogue.

https://docs.oscarcommerce.com: settings and addresses as its guide for a new shop names them.
"""
