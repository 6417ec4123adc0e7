"""Every address of a commissioner's screens, below `/o/<organisation>/commissioning/`."""

from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.interfaces.collected import addresses as collected
from cairn.interfaces.collected.sides import COMMISSIONER
from cairn.interfaces.commissioner import agreements, areas, contracts, crosstab, instruments, returns, setting_up, talk
from cairn.interfaces.commissioner.carrying import urls as carrying_urls
from cairn.interfaces.commissioner.cleaning import urls as cleaning_urls
from cairn.interfaces.commissioner.collections.keeping.urls import urls as keeping_urls
from cairn.interfaces.commissioner.collections.own.urls import urls as own_form_urls
from cairn.interfaces.commissioner.lateness import urls as lateness_urls
from cairn.interfaces.commissioner.money_urls import urls as money_urls
from cairn.interfaces.commissioner.negotiation.urls import urls as negotiation_urls
from cairn.interfaces.commissioner.received import urls as received_urls
from cairn.interfaces.commissioner.reviewing import urls as review_urls
from cairn.interfaces.commissioner.rounds import urls as rounds_urls
from cairn.interfaces.commissioner.using import urls as using_urls

app_name = "commissioner"
urlpatterns = [
    *collected.of(COMMISSIONER, P.SEE_SHARED_FIGURES),
    *keeping_urls,
    path("contracts/", contracts.contracts, name="contracts"),
    path("contracts/new/", contracts.contract_new, name="contract_new"),
    path("areas/", areas.areas, name="areas"),
    path("areas/<slug:area>/name/", areas.area_name, name="area_name"),
    path("areas/<slug:area>/end/", areas.area_end, name="area_end"),
    path("contracts/<uuid:contract>/", contracts.contract, name="contract"),
    path("contracts/<uuid:contract>/measures/", setting_up.measures, name="measures"),
    path("contracts/<uuid:contract>/instruments/", instruments.instruments, name="instruments"),
    path("contracts/<uuid:contract>/partners/", setting_up.partner_new, name="partner_new"),
    path("contracts/<uuid:contract>/rounds/", setting_up.round_new, name="round_new"),
    path("contracts/<uuid:contract>/agreements/", agreements.agreement_new, name="agreement_new"),
    path("agreements/<uuid:agreement>/", agreements.agreement, name="agreement"),
    path("agreements/<uuid:agreement>/sign/", agreements.sign, name="agreement_sign"),
    path("agreements/<uuid:agreement>/strike/<slug:field>/", agreements.strike, name="agreement_strike"),
    path("returns/<uuid:answer>/", returns.one, name="return"),
    path("returns/<uuid:answer>/accept/", returns.accept, name="accept"),
    path("returns/<uuid:answer>/reject/", returns.reject, name="reject"),
    path("returns/<uuid:answer>/query/<slug:measure>/", talk.query, name="query"),
    path("returns/<uuid:answer>/settle/", talk.settle, name="settle"),
    path("returns/<uuid:answer>/reopen/", talk.reopen, name="reopen"),
    *carrying_urls,
    *cleaning_urls,
    *lateness_urls,
    *money_urls,
    *negotiation_urls,
    *own_form_urls,
    *received_urls,
    *using_urls,
    *rounds_urls,
    *review_urls,
    path("cross-tab/", crosstab.crosstab, name="crosstab"),
    path("cross-tab/table.csv", crosstab.file, name="crosstab_csv"),
]
