"""One change to many products, or their deletion: selected, previewed, confirmed, done, undone.

    starting.select(products, *, user, kind) -> BulkEdit    a draft: the selection is kept as ids
    starting.ask_for(edit, change)                          what is to be done with them
    preview.preview(edit) -> Preview                        from what to what, how many, what not
    transitions.apply(edit, *, token=None, by=None), undo(edit, *, by=None), cancel(edit)
    transitions.possible(edit) -> set[str]                  which of these three may be asked now
    working.work(*, seconds, only=None) -> bool             do some here; workers do the rest
    progress.progress(edit) -> Progress                     how far it is

A deletion cannot be undone; a change can, product by product, where nobody changed it since.
"""
