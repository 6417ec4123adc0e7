"""Every address of the workspace, from each part's own list."""

from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.interfaces.collected import addresses as collected
from cairn.interfaces.collected.sides import PROVIDER
from cairn.interfaces.workspace import drafts, undoing
from cairn.interfaces.workspace.activities.urls import urls as activities_urls
from cairn.interfaces.workspace.agreements.urls import urls as agreements_urls
from cairn.interfaces.workspace.casework.urls import urls as casework_urls
from cairn.interfaces.workspace.clients.urls import urls as clients_urls
from cairn.interfaces.workspace.collections.blank.urls import urls as blank_forms_urls
from cairn.interfaces.workspace.collections.files.urls import urls as form_files_urls
from cairn.interfaces.workspace.collections.filling.urls import urls as filling_urls
from cairn.interfaces.workspace.collections.taking_part.urls import urls as taking_part_urls
from cairn.interfaces.workspace.diary.urls import urls as diary_urls
from cairn.interfaces.workspace.directory.urls import urls as directory_urls
from cairn.interfaces.workspace.doors.urls import urls as doors_urls
from cairn.interfaces.workspace.figures.urls import urls as figures_urls
from cairn.interfaces.workspace.files.urls import urls as files_urls
from cairn.interfaces.workspace.finding.urls import urls as finding_urls
from cairn.interfaces.workspace.funders.views import urls as funders_urls
from cairn.interfaces.workspace.grants.urls import urls as grants_urls
from cairn.interfaces.workspace.groups.urls import urls as groups_urls
from cairn.interfaces.workspace.imports.urls import urls as imports_urls
from cairn.interfaces.workspace.keys.urls import urls as keys_urls
from cairn.interfaces.workspace.linking.urls import urls as linking_urls
from cairn.interfaces.workspace.lists.urls import urls as lists_urls
from cairn.interfaces.workspace.measures.urls import urls as measures_urls
from cairn.interfaces.workspace.money.urls import urls as money_urls
from cairn.interfaces.workspace.needs.urls import urls as needs_urls
from cairn.interfaces.workspace.negotiation.urls import urls as negotiation_urls
from cairn.interfaces.workspace.notes.urls import urls as notes_urls
from cairn.interfaces.workspace.offline.urls import urls as offline_urls
from cairn.interfaces.workspace.plan.urls import urls as plan_urls
from cairn.interfaces.workspace.ratings.urls import urls as ratings_urls
from cairn.interfaces.workspace.referrals.urls import urls as referrals_urls
from cairn.interfaces.workspace.returns.individual import urls as individual_urls
from cairn.interfaces.workspace.returns.questions import urls as questions_urls
from cairn.interfaces.workspace.returns.stories import urls as stories_urls
from cairn.interfaces.workspace.returns.urls import urls as returns_urls
from cairn.interfaces.workspace.returns.words import urls as words_urls
from cairn.interfaces.workspace.scales.own_urls import urls as own_scales_urls
from cairn.interfaces.workspace.scales.urls import urls as scales_urls
from cairn.interfaces.workspace.services.urls import urls as services_urls
from cairn.interfaces.workspace.setup.urls import urls as setup_urls
from cairn.interfaces.workspace.situation.urls import urls as situation_urls
from cairn.interfaces.workspace.today.urls import urls as today_urls
from cairn.interfaces.workspace.trails.urls import urls as trails_urls

app_name = "workspace"
urlpatterns = [
    *collected.of(PROVIDER, P.SEE_OWN_FIGURES),
    *taking_part_urls,
    *today_urls,
    *lists_urls,
    *clients_urls,
    *activities_urls,
    *diary_urls,
    *trails_urls,
    *casework_urls,
    *needs_urls,
    *filling_urls,
    *form_files_urls,
    *blank_forms_urls,
    *notes_urls,
    *files_urls,
    *finding_urls,
    *offline_urls,
    *linking_urls,
    *plan_urls,
    *ratings_urls,
    *referrals_urls,
    *directory_urls,
    *doors_urls,
    *own_scales_urls,
    *services_urls,
    *keys_urls,
    *scales_urls,
    *situation_urls,
    *imports_urls,
    *setup_urls,
    *returns_urls,
    *funders_urls,
    *grants_urls,
    *groups_urls,
    *measures_urls,
    *money_urls,
    *stories_urls,
    *words_urls,
    *questions_urls,
    *individual_urls,
    *agreements_urls,
    *negotiation_urls,
    *figures_urls,
    path("undo/<uuid:event>/", undoing.undo, name="undo"),
    path("drafts/<str:key>/", drafts.keep, name="draft"),
    path("drafts/<str:key>/<uuid:client>/", drafts.keep, name="draft_of"),
]
