"""Other programs are told of changes in the shop, by signed messages to addresses that staff keep.

The database itself notes what changes (migrations/0001_initial), in the transaction of the change.
`outbox` makes messages of the notes, `delivery` sends them; `endpoints` are those who listen.
"""
