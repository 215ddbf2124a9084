"""What each page and action of the admin asks for: a new one needs a line here, or a test fails.

Lists and forms of models need none as long as they ask for Django's own permissions.
"""

from __future__ import annotations

EVERYBODY, NOBODY = "everybody", "nobody"

OPEN = EVERYBODY
"""Whoever is staff."""

PAGES = {
    "index": OPEN,
    "app_list": OPEN,
    "login": OPEN,
    "login_code": OPEN,
    "logout": OPEN,
    "password_change": OPEN,
    "password_change_done": OPEN,
    "jsi18n": OPEN,
    "view_on_site": OPEN,
    "own_sessions": OPEN,
    "own_second_factor": OPEN,
    "autocomplete": "catalog.view_category",
    "auth_user_password_change": "auth.change_user",
    "catalog_importrun_columns": "catalog.change_importrun",
    "catalog_importrun_rows": "catalog.view_importrun",
    "catalog_importrun_progress": "catalog.view_importrun",
    "catalog_importrun_report": "catalog.view_importrun",
    "catalog_importrun_check": "catalog.change_importrun",
    "catalog_importrun_apply": "catalog.change_importrun",
    "catalog_importrun_cancel": "catalog.change_importrun",
    "catalog_importrun_undo": "catalog.change_importrun",
    "catalog_importrun_template_csv": "catalog.view_importrun|catalog.add_importrun",
    "catalog_importrun_template_xlsx": "catalog.view_importrun|catalog.add_importrun",
    "catalog_importrun_export_csv": "catalog.view_product",
    "catalog_importrun_export_xlsx": "catalog.view_product",
    "catalog_importrun_export_xml": "catalog.view_product",
    "embeddings_embeddingspace_compare": "embeddings.change_embeddingspace",
    "embeddings_embeddingspace_activate": "embeddings.change_embeddingspace",
    "embeddings_embeddingspace_roll_back": "embeddings.change_embeddingspace",
    "embeddings_embeddingspace_build": "embeddings.change_embeddingspace",
    "embeddings_embeddingspace_tune": "embeddings.change_embeddingspace",
    "embeddings_embeddingspace_retire": "embeddings.delete_embeddingspace",
    "embeddings_embeddingspace_progress": "embeddings.view_embeddingspace",
    "evaluation_spacejob_add": NOBODY,
    "evaluation_spacejob_delete": NOBODY,
    "evaluation_spacejob_cancel": "embeddings.change_embeddingspace",
    "evaluation_spacejob_progress": "evaluation.view_spacejob",
    **{
        f"catalog_bulkedit_{page}": "catalog.view_bulkedit|catalog.change_product"
        for page in ("changelist", "change", "history", "progress")
    },
    **{
        f"catalog_bulkedit_{step}": "catalog.change_product" for step in ("apply", "cancel", "undo")
    },
    "catalog_bulkedit_add": NOBODY,
    "catalog_bulkedit_delete": NOBODY,
    "embeddings_embeddingspace_delete": NOBODY,
    "embeddings_imageembedding_add": NOBODY,
    "embeddings_imageembedding_delete": NOBODY,
    "evaluation_judgement_add": NOBODY,
    **{
        f"evaluation_judgement_{page}": "evaluation.view_judgement"
        for page in ("lab", "match", "send_photo", "photo", "export")
    },
    **{
        f"evaluation_judgement_{page}": "evaluation.add_judgement"
        for page in ("judge", "grade", "import")
    },
    "evaluation_blindtest_vote": "evaluation.add_judgement",
    "evaluation_blindtest_close": "evaluation.change_blindtest",
    "catalog_product_duplicate": "catalog.add_product",
    "catalog_product_hold_picture": "catalog.add_productimage",
    "catalog_product_let_picture_go": "catalog.add_product",
    "catalog_product_edit_held_picture": OPEN,  # one's own alone; anybody else's is not found
    "catalog_product_edit_picture": "catalog.change_productimage",
    "catalog_product_fillers": "catalog.view_productimage",
    "catalog_product_picture_states": "catalog.view_productimage",
    "catalog_product_retry_pictures": (
        "catalog.change_productimage|embeddings.change_imageembedding"
    ),
    "recommendations_look_suggestions": "recommendations.view_look|recommendations.change_look",
    "recommendations_rule_products": "catalog.view_product",
    "recommendations_rule_arrange": "recommendations.view_rule|recommendations.change_rule",
    "embeddings_imageembedding_retry": (
        "catalog.change_productimage|embeddings.change_imageembedding"
    ),
    "webhooks_endpoint_secret": "webhooks.reveal_endpoint",
    "webhooks_endpoint_new_secret": "webhooks.reveal_endpoint",
    "webhooks_endpoint_test": "webhooks.change_endpoint",
    "webhooks_message_add": NOBODY,
    "webhooks_message_delete": NOBODY,
    "webhooks_message_replay": "webhooks.change_message",
    "keys_apikey_rotate": "keys.change_apikey",
    "keys_apikey_revoke": "keys.change_apikey",
    "hygiene_finding_add": NOBODY,
    "hygiene_finding_delete": NOBODY,
    "hygiene_finding_mend": "hygiene.view_finding|hygiene.change_finding",
    "hygiene_finding_dismiss": "hygiene.change_finding",
    "hygiene_finding_reopen": "hygiene.change_finding",
}
"""Name of the address -> the permission that lets in. `|` between two: either."""

POSTED = {
    "catalog_product_hold_picture",
    "catalog_product_let_picture_go",
    "catalog_product_retry_pictures",
    "catalog_bulkedit_apply",
    "catalog_bulkedit_cancel",
    "catalog_bulkedit_undo",
    "catalog_importrun_check",
    "catalog_importrun_apply",
    "catalog_importrun_cancel",
    "catalog_importrun_undo",
    "embeddings_embeddingspace_activate",
    "embeddings_embeddingspace_roll_back",
    "embeddings_embeddingspace_build",
    "embeddings_embeddingspace_tune",
    "embeddings_embeddingspace_retire",
    "embeddings_imageembedding_retry",
    "evaluation_blindtest_close",
    "evaluation_blindtest_vote",
    "evaluation_judgement_grade",
    "evaluation_judgement_import",
    "evaluation_judgement_judge",
    "evaluation_judgement_send_photo",
    "evaluation_spacejob_cancel",
    "keys_apikey_rotate",
    "keys_apikey_revoke",
    "hygiene_finding_mend",
    "hygiene_finding_dismiss",
    "hygiene_finding_reopen",
    "webhooks_endpoint_secret",
    "webhooks_endpoint_new_secret",
    "webhooks_endpoint_test",
    "webhooks_message_replay",
    "logout",
}
"""Pages that only a form leads to."""

QUERY = {"autocomplete": "app_label=catalog&model_name=product&field_name=category"}

ACTIONS = {
    "catalog.product.change_selected": "catalog.change_product",
    "catalog.product.publish_with_blanks": "catalog.change_product",
    "catalog.product.publish": "catalog.change_product",
    "catalog.product.unpublish": "catalog.change_product",
    "catalog.feed.fetch_selected": "catalog.change_feed",
    "embeddings.imageembedding.retry_selected": (
        "catalog.change_productimage|embeddings.change_imageembedding"
    ),
    "embeddings.imageembedding.compare_selected": "catalog.change_productimage",
    "embeddings.imageembedding.ignore_selected": "catalog.change_productimage",
    "embeddings.imageembedding.decide_selected": "catalog.change_productimage",
    "webhooks.endpoint.test_selected": "webhooks.change_endpoint",
    "webhooks.message.replay_selected": "webhooks.change_message",
    "hygiene.finding.mend_selected": (
        "catalog.change_product|catalog.change_productimage|catalog.delete_productimage"
    ),
    "hygiene.finding.dismiss_selected": "hygiene.change_finding",
    "hygiene.finding.reopen_selected": "hygiene.change_finding",
}
"""Action of a list -> its permission; `delete_selected` asks for that of deleting."""

VERBS = {
    "changelist": ("view", "change"),
    "change": ("view", "change"),
    "history": ("view", "change"),
    "add": ("add",),
    "delete": ("delete",),
}
"""Pages that Django makes for a model -> the verbs of which one lets in."""
