"""Where Django looks for what the admin shows: each kind of thing is registered here, once."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from backoffice.bulk_edit.admin import BulkEditAdmin
from backoffice.categories.admin import CategoryAdmin
from backoffice.embeddings.admin import ImageEmbeddingAdmin
from backoffice.feeds.admin import FeedAdmin
from backoffice.hygiene.admin import FindingAdmin
from backoffice.imports.admin import ImportRunAdmin
from backoffice.keys.admin import ApiKeyAdmin
from backoffice.lab.admin import JudgementAdmin
from backoffice.lab.blind.admin import BlindTestAdmin
from backoffice.looks.admin import LookAdmin
from backoffice.products.admin import ProductAdmin
from backoffice.roles.admin import RoleAdmin, StaffAdmin
from backoffice.rules.admin import RuleAdmin
from backoffice.spaces.admin import EmbeddingSpaceAdmin
from backoffice.spaces.job_admin import SpaceJobAdmin
from backoffice.synonyms.admin import SynonymAdmin
from backoffice.synonyms.translated_admin import TranslatedWordAdmin
from backoffice.webhooks.admin import EndpointAdmin
from backoffice.webhooks.message_admin import MessageAdmin
from catalog.feeds.models import Feed
from catalog.imports.models import ImportRun
from catalog.models import BulkEdit, Category, Product, Synonym, TranslatedWord
from embeddings.models import EmbeddingSpace, ImageEmbedding
from evaluation.models import BlindTest, Judgement, SpaceJob
from hygiene.models import Finding
from recommendations.models import Look, Rule
from web.keys.models import ApiKey
from webhooks.models import Endpoint, Message

# django-otp lists everybody's keys there, to be read; staff have a page for their own, and
# `manage.py reset_second_factor` is for whoever lost theirs.
admin.site.unregister([TOTPDevice, StaticDevice])

admin.site.unregister([User, Group])
admin.site.register(User, StaffAdmin)
admin.site.register(Group, RoleAdmin)

admin.site.register(Category, CategoryAdmin)
admin.site.register(Product, ProductAdmin)
admin.site.register(BulkEdit, BulkEditAdmin)
admin.site.register(Feed, FeedAdmin)
admin.site.register(ImportRun, ImportRunAdmin)
admin.site.register(EmbeddingSpace, EmbeddingSpaceAdmin)
admin.site.register(SpaceJob, SpaceJobAdmin)
admin.site.register(ImageEmbedding, ImageEmbeddingAdmin)
admin.site.register(Finding, FindingAdmin)
admin.site.register(Rule, RuleAdmin)
admin.site.register(Judgement, JudgementAdmin)
admin.site.register(BlindTest, BlindTestAdmin)
admin.site.register(Look, LookAdmin)
admin.site.register(Synonym, SynonymAdmin)
admin.site.register(TranslatedWord, TranslatedWordAdmin)
admin.site.register(Endpoint, EndpointAdmin)
admin.site.register(Message, MessageAdmin)
admin.site.register(ApiKey, ApiKeyAdmin)
